-- The last hour whose refusals were compared with those before; null before the first.
alter table operator_endpoint add column compared_hour timestamp(6) with time zone;
