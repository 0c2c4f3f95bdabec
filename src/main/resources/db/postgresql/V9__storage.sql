-- Storage parameters, which only PostgreSQL has. Pages keep room for new versions of rows that change often, so that their
-- indexes needn't be updated. Autovacuum runs after a number of dead rows instead of a share of the table, which would be
-- millions.
alter table webhook_delivery set (fillfactor = 85,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table webhook_hour set (fillfactor = 75);
alter table usage_hour set (fillfactor = 75,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
alter table usage_caller set (fillfactor = 75,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
alter table usage_refusal set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table audit_chain set (fillfactor = 50);
alter table throttle set (fillfactor = 50,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table console_session set (fillfactor = 75,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
alter table change_clock set (fillfactor = 10);
