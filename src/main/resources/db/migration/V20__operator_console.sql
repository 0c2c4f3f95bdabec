-- Why the operator suspended an account; its team is shown it.
alter table account add column suspension_reason varchar(200);

-- The few who are operators, among many people.
create index users_operator on users (operator, email);

-- Forms of the operator's pages belong to no account.
alter table form_sent alter column account_id drop not null;
