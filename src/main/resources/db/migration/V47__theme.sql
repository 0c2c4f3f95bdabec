-- How the console looks to a person; null follows the device.
alter table users add column theme varchar(8);
