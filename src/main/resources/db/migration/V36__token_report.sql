-- When a token was last reported as leaked: who reports it over and over is recorded once an hour.
alter table auth_token add column reported_at timestamp(6) with time zone;
