-- When sessions of an account's members end, where that is sooner than the installation says; null as that says.
alter table account add column session_idle_minutes integer check (session_idle_minutes > 0);
alter table account add column session_lifetime_hours integer check (session_lifetime_hours > 0);
