-- Where the operator's back end gets what happens in accounts: one row, whose url is null while nothing is sent.
create table operator_endpoint (
  id             integer       primary key check (id = 1),
  url            varchar(2000),
  types          varchar(4000) not null,
  secret_id      uuid,
  sealed_secret  varchar(200),
  failing_since  timestamp(6) with time zone,
  last_failure   varchar(40),
  given_up       bigint        not null
);
insert into operator_endpoint (id, types, given_up) values (1, '', 0);

-- What is still to be sent there. A row goes when it was taken, or after the last attempt.
create table operator_event (
  id        uuid         primary key,
  body      text         not null,
  attempts  integer      not null,
  due_at    timestamp(6) with time zone not null
);
create index operator_event_due_at on operator_event (due_at);
