-- The two roles and the database, when the container of compose.yaml starts for the first time; the passwords come from
-- owner.env. docs/exploitation.md, « La base », says why two.
\getenv owner OWNER_PASSWORD
\getenv site SITE_PASSWORD
SET log_min_error_statement = 'panic';
CREATE ROLE intranet_owner LOGIN PASSWORD :'owner';
CREATE ROLE intranet LOGIN PASSWORD :'site';
ALTER ROLE intranet_owner SET log_min_error_statement = 'panic';
ALTER ROLE intranet_owner SET log_error_verbosity = 'terse';
ALTER ROLE intranet SET log_min_error_statement = 'panic';
ALTER ROLE intranet SET log_error_verbosity = 'terse';
CREATE DATABASE intranet OWNER intranet_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin
    BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
