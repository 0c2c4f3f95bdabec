-- An endpoint that was removed stays without its address and headers until its deliveries are gone. Deliveries of another
-- generation than its present one are over: each switching off begins a new one.
create table webhook_endpoint (
  account_id     uuid         not null references account (id),
  id             uuid         not null,
  url            varchar(2000) not null,
  description    varchar(200),
  types          varchar(4000) not null,
  sign_mac       boolean      not null,
  state          varchar(8)   not null check (state in ('ON', 'OFF', 'REMOVED')),
  off_reason     varchar(12)  check (off_reason in ('MEMBER', 'API_DISABLED', 'GONE', 'FAILING')),
  generation     integer      not null,
  version        bigint       not null,
  failing_since  timestamp(6) with time zone,
  missed_since   timestamp(6) with time zone,
  created_at     timestamp(6) with time zone not null,
  created_by     uuid         references users (id),
  changed_at     timestamp(6) with time zone not null,
  changed_by     uuid         references users (id),
  primary key (account_id, id),
  constraint webhook_endpoint_id unique (id)
);

-- Names are shown, values are sealed and sent alone.
create table webhook_header (
  account_id     uuid         not null,
  endpoint_id    uuid         not null,
  name           varchar(64)  not null,
  sealed         varchar(3000) not null,
  primary key (account_id, endpoint_id, name),
  foreign key (account_id, endpoint_id) references webhook_endpoint (account_id, id)
);

-- Keys of growing tables begin with the id, never with the account: a statement about one row must have no plan that reads
-- the account's other rows.

-- The payload as it came: what the caller wrote is what receivers get.
create table webhook_event (
  account_id     uuid         not null references account (id),
  id             uuid         not null,
  type           varchar(100) not null,
  document_id    varchar(510) not null,
  payload        varchar(262144) not null,
  occurred_at    timestamp(6) with time zone not null,
  test           boolean      not null,
  constraint webhook_event_of_account unique (account_id, id)
);
create index webhook_event_occurred on webhook_event (occurred_at);
alter table webhook_event add constraint webhook_event_id primary key (id);

create table webhook_event_key (
  account_id     uuid         not null,
  key_hash       varchar(43)  not null,
  body_hash      varchar(43)  not null,
  event_id       uuid         not null,
  created_at     timestamp(6) with time zone not null,
  primary key (key_hash, account_id),
  foreign key (account_id, event_id) references webhook_event (account_id, id)
);
create index webhook_event_key_created on webhook_event_key (created_at);
create index webhook_event_key_event on webhook_event_key (event_id);

-- While a node sends it, due_at is when its claim is over and any node may try again.
create table webhook_delivery (
  account_id     uuid         not null,
  id             uuid         not null,
  endpoint_id    uuid         not null,
  event_id       uuid         not null,
  cause          varchar(8)   not null check (cause in ('EVENT', 'TEST', 'REPLAY')),
  generation     integer      not null,
  state          varchar(10)  not null check (state in ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  due_at         timestamp(6) with time zone not null,
  claim_id       uuid,
  attempts       integer      not null,
  created_at     timestamp(6) with time zone not null,
  constraint webhook_delivery_of_account unique (account_id, id),
  foreign key (account_id, endpoint_id) references webhook_endpoint (account_id, id),
  foreign key (account_id, event_id) references webhook_event (account_id, id)
);
create index webhook_delivery_due on webhook_delivery (state, endpoint_id, generation, due_at);
create index webhook_delivery_log on webhook_delivery (endpoint_id, id);
create index webhook_delivery_event on webhook_delivery (event_id, endpoint_id);
-- Created last: of indexes with equal cost PostgreSQL takes the newest.
alter table webhook_delivery add constraint webhook_delivery_id primary key (id);

-- What was sent and answered. Of the body only what is no secret is kept apart from the event; a mac is cut short.
create table webhook_attempt (
  account_id     uuid         not null,
  delivery_id    uuid         not null,
  number         integer      not null,
  began_at       timestamp(6) with time zone not null,
  millis         integer      not null,
  outcome        varchar(20)  not null,
  status         smallint,
  detail         varchar(300) not null,
  sent_to        varchar(45)  not null,
  sent_head      varchar(4000) not null,
  mac_start      varchar(6)   not null,
  sent_sha256    varchar(64),
  sent_bytes     integer,
  signed_bytes   integer,
  answer_head    varchar(4000) not null,
  answer_body    varchar(4000) not null,
  answer_form    varchar(8),
  answer_label   varchar(60),
  answer_bytes   bigint,
  answer_cut     boolean,
  primary key (delivery_id, number),
  foreign key (account_id, delivery_id) references webhook_delivery (account_id, id)
);

-- Attempts by hour (UTC).
create table webhook_hour (
  account_id     uuid         not null,
  endpoint_id    uuid         not null,
  began_at       timestamp(6) with time zone not null,
  succeeded      bigint       not null,
  failed         bigint       not null,
  primary key (account_id, endpoint_id, began_at),
  foreign key (account_id, endpoint_id) references webhook_endpoint (account_id, id)
);
create index webhook_hour_began on webhook_hour (began_at);

-- Private targets that one account may reach.
create table webhook_exception (
  account_id     uuid         not null references account (id),
  target         varchar(60)  not null,
  primary key (account_id, target)
);
