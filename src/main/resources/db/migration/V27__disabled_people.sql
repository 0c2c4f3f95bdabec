-- People whom an operator has shut out; what they did stays theirs.
alter table users add column disabled boolean default false not null;
