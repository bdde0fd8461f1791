import Database

/// The tables of accounts, what they sign in with, and what they may do where.
public enum IdentitySchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 100, name: "identity",
            up: """
                CREATE TABLE users (
                    id UUID PRIMARY KEY,
                    username TEXT NOT NULL,
                    username_key TEXT NOT NULL UNIQUE,
                    email TEXT NOT NULL,
                    email_key TEXT NOT NULL UNIQUE,
                    password_hash TEXT NOT NULL,
                    is_admin BIGINT NOT NULL,
                    is_active BIGINT NOT NULL,
                    first_account BIGINT UNIQUE,
                    created_at BIGINT NOT NULL,
                    last_login_at BIGINT
                );

                CREATE TABLE sessions (
                    id UUID PRIMARY KEY,
                    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    created_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    last_seen_at BIGINT NOT NULL,
                    user_agent TEXT,
                    address TEXT
                );
                CREATE INDEX sessions_of_user ON sessions (user_id, id);
                CREATE INDEX sessions_by_end ON sessions (expires_at);

                CREATE TABLE api_keys (
                    id UUID PRIMARY KEY,
                    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    prefix TEXT NOT NULL,
                    hash BYTES NOT NULL UNIQUE,
                    scopes TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    expires_at BIGINT,
                    last_used_at BIGINT
                );
                CREATE INDEX api_keys_of_user ON api_keys (user_id, id);

                CREATE TABLE invitations (
                    id UUID PRIMARY KEY,
                    email TEXT,
                    hash BYTES NOT NULL UNIQUE,
                    created_by UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    created_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL
                );

                CREATE TABLE members (
                    project_id UUID NOT NULL,
                    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    role TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    PRIMARY KEY (project_id, user_id)
                );
                CREATE INDEX members_by_user ON members (user_id, project_id);

                CREATE TABLE login_failures (
                    subject TEXT PRIMARY KEY,
                    failures BIGINT NOT NULL,
                    last_at BIGINT NOT NULL
                );

                CREATE TABLE audit (
                    id UUID PRIMARY KEY,
                    at BIGINT NOT NULL,
                    user_id UUID,
                    action TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    address TEXT,
                    details TEXT NOT NULL
                );
                CREATE INDEX audit_by_user ON audit (user_id, id);
                """,
            down: """
                DROP TABLE audit;
                DROP TABLE login_failures;
                DROP TABLE members;
                DROP TABLE invitations;
                DROP TABLE api_keys;
                DROP TABLE sessions;
                DROP TABLE users;
                """),
        Migration(
            number: 110, name: "known addresses",
            up: """
                CREATE TABLE login_addresses (
                    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    address TEXT NOT NULL,
                    last_at BIGINT NOT NULL,
                    PRIMARY KEY (user_id, address)
                );
                CREATE INDEX login_failures_by_time ON login_failures (last_at);
                """,
            down: """
                DROP INDEX login_failures_by_time;
                DROP TABLE login_addresses;
                """),
    ]
}
