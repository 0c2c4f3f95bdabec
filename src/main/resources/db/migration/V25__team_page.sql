-- When a member last used the console in the account; written at most once in some minutes.
alter table member add column last_seen_at timestamp(6) with time zone;

-- An invitation that was accepted stays, without a working link, until the clean-up takes it.
alter table invitation add column accepted_at timestamp(6) with time zone;
