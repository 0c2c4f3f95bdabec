-- Of a closed account: what it was before (null once its data is being deleted), since when it is closed, and until when
-- it can be reopened (null once its data is deleted).
alter table account add column closed_from varchar(16) check (closed_from in ('ACTIVE', 'SUSPENDED'));
alter table account add column closed_at timestamp(6) with time zone;
alter table account add column purge_at timestamp(6) with time zone;
create index account_purge_at on account (purge_at);
