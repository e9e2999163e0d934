import Persistence

/// Who, how assets are sorted, and what can be said about them.
///
/// A `…_key` is the folded form that ``TextFolding`` makes; options, mappings and lists of words are JSON.
let migration0001 = Migration("library/0001_taxonomy") { sql in
  [
    """
    create table library_identity (
      one \(sql.integer) primary key check (one = 1),
      id text not null,
      signing_key \(sql.bytes) not null,
      created_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table library_author (
      person text primary key,
      user_name text not null,
      user_name_key \(sql.sortable) not null,
      display_name text not null
    ) \(sql.strict)
    """,
    """
    create table library_category (
      id text primary key,
      parent text references library_category (id),
      depth \(sql.integer) not null check ((depth = 0) = (parent is null)),
      name text not null,
      name_key \(sql.sortable) not null,
      name_words text not null,
      description text not null,
      path text not null,
      path_key \(sql.sortable) not null,
      id_path \(sql.sortable) not null unique,
      created_at \(sql.integer) not null,
      created_by text references library_author (person),
      modified_at \(sql.integer) not null,
      modified_by text references library_author (person)
    ) \(sql.strict)
    """,
    "create unique index library_one_root on library_category (depth) where depth = 0",
    "create unique index library_category_siblings on library_category (parent, name_key)",
    """
    create table library_attribute (
      id text primary key,
      name text not null,
      name_key \(sql.sortable) not null unique,
      type text not null,
      is_system \(sql.integer) not null check (is_system in (0, 1)),
      is_required \(sql.integer) not null check (is_required in (0, 1)),
      is_displayed \(sql.integer) not null check (is_displayed in (0, 1)),
      shows_label \(sql.integer) not null check (shows_label in (0, 1)),
      options text not null,
      default_value text not null,
      embedded text,
      delimiter text not null,
      created_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table library_keyword (
      id text primary key,
      word text not null,
      word_key \(sql.sortable) not null unique,
      is_approved \(sql.integer) not null check (is_approved in (0, 1)),
      is_searchable \(sql.integer) not null check (is_searchable in (0, 1)),
      requested_at \(sql.integer) not null,
      requested_by text references library_author (person),
      approved_at \(sql.integer),
      approved_by text references library_author (person)
    ) \(sql.strict)
    """,
  ]
}
