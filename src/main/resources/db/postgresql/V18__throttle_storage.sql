-- As the table had it before it was made anew.
alter table throttle set (fillfactor = 50,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
