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
]
