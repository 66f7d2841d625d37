package lab.druid;

import com.google.inject.Binder;
import com.google.inject.Key;
import org.apache.druid.guice.LazySingleton;
import org.apache.druid.guice.PolyBind;
import org.apache.druid.guice.SQLMetadataStorageDruidModule;
import org.apache.druid.initialization.DruidModule;
import org.apache.druid.metadata.MetadataStorageActionHandlerFactory;
import org.apache.druid.metadata.MetadataStorageConnector;
import org.apache.druid.metadata.MetadataStorageProvider;
import org.apache.druid.metadata.NoopMetadataStorageProvider;
import org.apache.druid.metadata.PostgreSQLMetadataStorageActionHandlerFactory;
import org.apache.druid.metadata.SQLMetadataConnector;

/** Registers {@code druid.metadata.storage.type=postgresql}, as the public extension does. */
public final class PostgresqlMetadataModule extends SQLMetadataStorageDruidModule implements DruidModule {
  private static final String TYPE = "postgresql";

  public PostgresqlMetadataModule() {
    super(TYPE);
  }

  @Override
  public void configure(Binder binder) {
    super.configure(binder);
    option(binder, MetadataStorageProvider.class, NoopMetadataStorageProvider.class);
    option(binder, MetadataStorageConnector.class, PostgresqlConnector.class);
    option(binder, SQLMetadataConnector.class, PostgresqlConnector.class);
    option(binder, MetadataStorageActionHandlerFactory.class, PostgreSQLMetadataStorageActionHandlerFactory.class);
  }

  private static <T> void option(Binder binder, Class<T> type, Class<? extends T> implementation) {
    PolyBind.optionBinder(binder, Key.get(type)).addBinding(TYPE).to(implementation).in(LazySingleton.class);
  }
}
