-- Where a session began, for the list of one's own. Empty for those from before.
alter table console_session add column browser varchar(60);
alter table console_session add column address varchar(45);
