package lab.druid;

import com.google.common.base.Supplier;
import com.google.inject.Inject;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.druid.metadata.MetadataStorageConnectorConfig;
import org.apache.druid.metadata.MetadataStorageTablesConfig;
import org.apache.druid.metadata.SQLMetadataConnector;
import org.apache.druid.segment.metadata.CentralizedDatasourceSchemaConfig;
import org.skife.jdbi.v2.DBI;
import org.skife.jdbi.v2.Handle;

/** The SQL dialect with which Druid stores its metadata in PostgreSQL. */
public final class PostgresqlConnector extends SQLMetadataConnector {
  private static final int FETCH_SIZE = 100;

  private final DBI dbi;

  @Inject
  public PostgresqlConnector(
      Supplier<MetadataStorageConnectorConfig> config,
      Supplier<MetadataStorageTablesConfig> tables,
      CentralizedDatasourceSchemaConfig schemas) {
    super(config, tables, schemas);
    BasicDataSource source = getDatasource();
    // The driver manager does not search the extensions' class loaders.
    source.setDriverClassLoader(getClass().getClassLoader());
    source.setDriverClassName("org.postgresql.Driver");
    this.dbi = new DBI(source);
  }

  @Override
  public DBI getDBI() {
    return dbi;
  }

  @Override
  public String getSerialType() {
    return "BIGSERIAL NOT NULL";
  }

  @Override
  public String getPayloadType() {
    return "BYTEA";
  }

  @Override
  public int getStreamingFetchSize() {
    return FETCH_SIZE;
  }

  @Override
  public String getQuoteString() {
    return "\"";
  }

  @Override
  public String limitClause(int limit) {
    return "LIMIT " + limit;
  }

  @Override
  public boolean tableExists(Handle handle, String table) {
    return !handle
        .createQuery("SELECT 1 FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) AND tablename = :name")
        .bind("name", table.toLowerCase(Locale.ROOT))
        .list()
        .isEmpty();
  }

  @Override
  public ResultSet getIndexInfo(DatabaseMetaData database, String table) throws SQLException {
    return database.getIndexInfo(null, null, table.toLowerCase(Locale.ROOT), false, false);
  }

  @Override
  public Void insertOrUpdate(String table, String keyColumn, String valueColumn, String key, byte[] value) {
    String sql =
        "INSERT INTO %1$s (%2$s, %3$s) VALUES (:key, :value) ON CONFLICT (%2$s) DO UPDATE SET %3$s = EXCLUDED.%3$s";
    dbi.withHandle(
        handle ->
            handle
                .createStatement(String.format(Locale.ROOT, sql, table, keyColumn, valueColumn))
                .bind("key", key)
                .bind("value", value)
                .execute());
    return null;
  }

  /** Broken connections, servers that are starting or stopping, and transaction conflicts. */
  @Override
  protected boolean connectorIsTransientException(Throwable error) {
    if (!(error instanceof SQLException sql) || sql.getSQLState() == null) {
      return false;
    }
    String state = sql.getSQLState();
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57") || state.startsWith("40");
  }
}
