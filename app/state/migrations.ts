/** Changes to the file of what people make, in order: one is added at the end, none is ever edited. */
export const migrations: readonly string[] = [
  `create table decision (
    id integer primary key autoincrement,
    finding text not null, project text not null, year integer, kind text not null, rule text not null,
    message text not null, message_en text not null, figures text not null,
    before text not null, state text not null check (state in ('open', 'explained', 'confirmed', 'dismissed')),
    note text not null, by text not null, at text not null,
    previous integer references decision, seen integer
  ) strict;
  create index decision_finding on decision (finding, id);
  create index decision_report on decision (project, year, kind);
  create trigger decision_stays before update on decision
    begin select raise(abort, 'a decision is never changed'); end;
  create trigger decision_is_kept before delete on decision
    begin select raise(abort, 'a decision is never deleted'); end;`,

  `create table saved_view (
    id integer primary key autoincrement, name text not null, url text not null, by text not null, at text not null
  ) strict;
  create table pin (
    view integer not null references saved_view on delete cascade, by text not null, at text not null,
    primary key (view, by)
  ) strict;
  create table annotation (
    id integer primary key autoincrement, year integer, district text, district_name text, note text not null,
    by text not null, at text not null, removed_by text, removed_at text
  ) strict;`,

  `create table account (
    id integer primary key autoincrement, name text not null unique collate nocase,
    role text check (role in ('clerk', 'analyst', 'leader', 'system', 'security', 'audit')),
    scope text not null, password text not null, active integer not null default 1,
    must_change integer not null, secret blob, last_step integer not null default 0, created text not null
  ) strict;
  create table recovery (account integer not null references account on delete cascade, code text not null,
    primary key (account, code)) strict;
  create table session (
    token text primary key, account integer not null references account on delete cascade,
    created integer not null, seen integer not null, address text not null, agent text not null
  ) strict;
  create index session_account on session (account);
  create table attempt (key text primary key, failures integer not null, first integer not null, until integer not null)
    strict;
  create table setup_link (code text primary key, until integer not null) strict;
  create table audit_head (one integer primary key check (one = 1), seq integer not null, hash text not null) strict;`,

  `create table identity (
    account integer primary key references account on delete cascade, issuer text not null, subject text, email text,
    check (subject is not null or email is not null), unique (issuer, subject), unique (issuer, email)
  ) strict;`,

  `create table audit_base (one integer primary key check (one = 1), seq integer not null, hash text not null) strict;`,
]
