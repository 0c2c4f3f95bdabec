-- An address belongs to a person once it is proved: then no other person has it. One that was only typed by an inviter
-- is known in one account alone, and there to one person.
alter table users add column proved_email varchar(254);
alter table users add column account_id uuid references account (id);
alter table users drop constraint users_email;
alter table users add constraint users_proved_email unique (proved_email);
alter table users add constraint users_email_account unique (email, account_id);

-- Of those who are here, operators proved theirs by the first run, or were made operators by one who did, and an
-- identity provider that is trusted with the domain vouched for those who are linked to it. Any other address may have
-- been typed by whoever had the link: it counts in the account that the person joined first, and the seats in others
-- wait until it is proved.
update users set proved_email = email
  where operator = true or id in (select user_id from external_identity);
update users set account_id = (
  select m.account_id from member m where m.user_id = users.id
  order by m.joined_at, m.account_id fetch first 1 row only) where proved_email is null;
alter table users add constraint users_address check (
  (proved_email is null or account_id is null) and (proved_email is null or proved_email = email));

-- How the link of an invitation gets to the person: only one that came by mail proves an address.
alter table invitation add column delivery varchar(8) default 'SHOWN' not null;
alter table invitation add column mail_due_at timestamp(6) with time zone;
alter table invitation add column mail_attempts integer default 0 not null;
create index invitation_mail_due on invitation (mail_due_at);

-- Mails that invited someone within the last day, so that no account fills a mailbox.
create table invitation_mail (
  id             uuid         primary key,
  account_id     uuid         not null,
  email          varchar(254) not null,
  sent_at        timestamp(6) with time zone not null
);
create index invitation_mail_email on invitation_mail (email, account_id);
create index invitation_mail_sent on invitation_mail (sent_at);

-- Mails about people's own addresses: a link that proves one, and word to the one before that it was changed.
create table address_mail (
  id             uuid         primary key,
  user_id        uuid         not null references users (id),
  kind           varchar(8)   not null,
  email          varchar(254) not null,
  address        varchar(45),
  token_hash     varchar(43)  constraint address_mail_token_hash unique,
  due_at         timestamp(6) with time zone,
  attempts       integer      not null,
  expires_at     timestamp(6) with time zone not null
);
create index address_mail_user on address_mail (user_id);
create index address_mail_due on address_mail (due_at);
create index address_mail_expires on address_mail (expires_at);
