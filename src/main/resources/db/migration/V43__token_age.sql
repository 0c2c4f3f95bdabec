-- After how many days an account wants a new token; null if it has no such policy.
alter table account add column token_days integer check (token_days between 1 and 3650);

-- When owners are next reminded of a token's age, null for one that a newer one replaced; and when they were last.
alter table auth_token add column age_due_at timestamp(6) with time zone;
alter table auth_token add column age_told_at timestamp(6) with time zone;
update auth_token set age_due_at = created_at + interval '365' day where expires_at is null;
create index auth_token_age_due_at on auth_token (age_due_at);
