"""The encrypted database: schema, migrations, event log, repositories."""
