-- Which histories of changes a history follows: an operator has accepted a restored database in their place.
create table change_epoch (
  epoch          uuid         not null,
  follows        uuid         not null,
  accepted_at    timestamp(6) with time zone not null,
  primary key (epoch, follows)
);

-- The trace that reported an event (W3C Trace Context), sent on with its deliveries.
alter table webhook_event add column traceparent varchar(55);
