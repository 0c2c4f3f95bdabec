-- What owners choose: whether the Auth Token may manage the account by the API, and whether a reported leak pauses calls.
alter table account add column managed_by_api boolean default false not null;
alter table account add column pauses_on_leak boolean default false not null;
