-- What an account is found by: its lower-case name and slug, and what follows each separator in them, so that a search
-- for the beginning of any word reads one range of the key. Bytes of UTF-8, because text would be ordered by the
-- database's collation, under which a prefix is no range.
create table account_term (
  term           bytea        not null,
  slug           varchar(40)  not null,
  primary key (term, slug)
);
create index account_term_slug on account_term (slug, term);
alter table account_term add foreign key (slug) references account (slug) on delete cascade;

insert into account_term (term, slug)
select distinct cast(substring(k.term from p.begins) as bytea), k.slug
from (select translate(lower(name), '\', '/') as term, slug from account
      union select slug, slug from account) k
join (select 10 * a.n + b.n + 1 as begins
      from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) a(n)
      cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) b(n)) p
  on p.begins = 1
  or p.begins <= char_length(k.term) and position(substring(k.term from p.begins - 1 for 1) in ' -./_&(,:@') > 0;
