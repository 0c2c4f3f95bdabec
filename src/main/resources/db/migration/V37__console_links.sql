-- Guests: people whom the operator's product leads into one account by console links. They have no credentials, and
-- their address is nobody's proof of anything.
alter table users add column guest boolean default false not null;
alter table users add constraint users_guest check (
  guest = false or (proved_email is null and account_id is null and operator = false));

-- Who an address is in an account, for those who come by links.
create table guest (
  user_id        uuid         primary key references users (id),
  account_id     uuid         not null references account (id),
  email          varchar(254) not null,
  constraint guest_email unique (account_id, email)
);

-- A link that leads someone into an account, once and for two minutes; the database has a keyed hash of its secret.
create table console_link (
  token_hash     varchar(43)  primary key,
  account_id     uuid         not null references account (id),
  email          varchar(254) not null,
  name           varchar(100),
  role           varchar(16)  not null check (role in ('OWNER', 'ADMIN', 'DEVELOPER', 'AUDITOR')),
  return_url     varchar(2000),
  theme          varchar(8),
  issued_by      uuid         not null,
  for_member     boolean      not null,
  expires_at     timestamp(6) with time zone not null,
  redeemed_at    timestamp(6) with time zone
);
create index console_link_expires_at on console_link (expires_at);

-- What the session of a guest carries; all of it null for everyone else.
alter table console_session add column account_id uuid;
alter table console_session add column role varchar(16);
alter table console_session add column return_url varchar(2000);
alter table console_session add column theme varchar(8);
