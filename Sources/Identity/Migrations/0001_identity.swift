import Persistence

/// Hashes of secrets are bytes; lists of words are JSON arrays.
let migration0001 = Migration("identity/0001_identity") { sql in
  [
    """
    create table identity_person (
      id text primary key,
      user_name text not null,
      user_name_key text not null unique,
      email text,
      email_key text unique,
      display_name text not null,
      kind text not null check (kind in ('human', 'service')),
      site_role text not null check (site_role in ('administrator', 'member')),
      password_hash text,
      enabled \(sql.integer) not null check (enabled in (0, 1)),
      created_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table identity_team (
      id text primary key,
      name text not null,
      kind text not null check (kind in ('organization', 'personal', 'created')),
      owner text not null references identity_person (id),
      created_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    "create unique index identity_one_organization on identity_team (kind) where kind = 'organization'",
    "create unique index identity_one_personal_team on identity_team (owner) where kind = 'personal'",
    """
    create table identity_membership (
      team text not null references identity_team (id) on delete cascade,
      person text not null references identity_person (id),
      role text not null check (role in ('read', 'commenter', 'write', 'manager')),
      added_at \(sql.integer) not null,
      primary key (team, person)
    ) \(sql.strict)
    """,
    "create index identity_membership_of_person on identity_membership (person)",
    """
    create table identity_session (
      token_hash \(sql.bytes) primary key,
      id text not null unique,
      person text not null references identity_person (id),
      authenticated_at \(sql.integer) not null,
      used_at \(sql.integer) not null,
      ends_at \(sql.integer) not null,
      address text not null,
      user_agent text not null
    ) \(sql.strict)
    """,
    "create index identity_session_of_person on identity_session (person)",
    "create index identity_session_by_end on identity_session (ends_at)",
    """
    create table identity_attempt (
      subject \(sql.bytes) primary key,
      failures \(sql.integer) not null,
      failed_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table identity_application (
      client_id text primary key,
      name text not null,
      secret_hash \(sql.bytes),
      redirect_uris text not null,
      sign_out_uris text not null,
      scopes text not null,
      grants text not null,
      service_person text references identity_person (id),
      enabled \(sql.integer) not null check (enabled in (0, 1)),
      created_by text references identity_person (id),
      created_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table identity_consent (
      person text not null references identity_person (id),
      client_id text not null references identity_application (client_id) on delete cascade,
      scopes text not null,
      given_at \(sql.integer) not null,
      primary key (person, client_id)
    ) \(sql.strict)
    """,
    """
    create table identity_family (
      id text primary key,
      client_id text not null references identity_application (client_id) on delete cascade,
      person text not null references identity_person (id),
      scopes text not null,
      authenticated_at \(sql.integer) not null,
      session text,
      created_at \(sql.integer) not null,
      ends_at \(sql.integer) not null,
      revoked_at \(sql.integer)
    ) \(sql.strict)
    """,
    "create index identity_family_of_person on identity_family (person)",
    "create index identity_family_by_end on identity_family (ends_at)",
    """
    create table identity_code (
      code_hash \(sql.bytes) primary key,
      family text not null unique references identity_family (id) on delete cascade,
      redirect_uri text not null,
      nonce text,
      challenge text,
      ends_at \(sql.integer) not null,
      used_at \(sql.integer)
    ) \(sql.strict)
    """,
    """
    create table identity_refresh_token (
      token_hash \(sql.bytes) primary key,
      family text not null references identity_family (id) on delete cascade,
      ends_at \(sql.integer) not null,
      used_at \(sql.integer)
    ) \(sql.strict)
    """,
    "create index identity_refresh_token_of_family on identity_refresh_token (family)",
    """
    create table identity_revoked_token (
      id text primary key,
      ends_at \(sql.integer) not null
    ) \(sql.strict)
    """,
    """
    create table identity_signing_key (
      id text primary key,
      sealed \(sql.bytes) not null,
      created_at \(sql.integer) not null
    ) \(sql.strict)
    """,
  ]
}
