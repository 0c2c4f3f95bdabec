-- What an attempt sent and got, in numbers. All are null in rows from before, and where nothing was sent or answered.
alter table webhook_attempt add column sent_sha256 varchar(64);
alter table webhook_attempt add column sent_bytes integer;
alter table webhook_attempt add column signed_bytes integer;

-- Of the answer's body: what it is, more of that (a coding or media type), its full length, whether more came than is kept.
alter table webhook_attempt add column answer_form varchar(8);
alter table webhook_attempt add column answer_label varchar(60);
alter table webhook_attempt add column answer_bytes bigint;
alter table webhook_attempt add column answer_cut boolean;
