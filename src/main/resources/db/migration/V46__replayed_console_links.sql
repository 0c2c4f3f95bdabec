-- When a used link first came again, which the account's audit trail has once.
alter table console_link add column replayed_at timestamp(6) with time zone;
