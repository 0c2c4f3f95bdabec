-- Whitelist entries that a person removed within the last minute, so that the removal can be undone by that person.
create table removed_whitelist_entry (
  removal_id     uuid         not null,
  id             uuid         not null,
  account_id     uuid         not null references whitelist (account_id),
  removed_at     timestamp(6) with time zone not null,
  removed_by     uuid         not null references users (id),
  address_range  varchar(49)  not null,
  label          varchar(100),
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  expires_at     timestamp(6) with time zone,
  end_told       timestamp(6) with time zone,
  primary key (removal_id, id)
);
create index removed_whitelist_entry_account on removed_whitelist_entry (account_id);
create index removed_whitelist_entry_removed_at on removed_whitelist_entry (removed_at);
