package io.upkeep.pipeline.timer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.SchedulerConfigException;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.scheduling.quartz.LocalDataSourceJobStore;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Quartz's job store on the application's own database. Quartz keeps databases by the scheduler's name for the whole JVM, and
 * all nodes of a cluster have the same name: of two nodes in one JVM the first would work on the second's connections.
 */
@SuppressWarnings("unchecked") // a method that Quartz's own classes override without their type
public class JdbcJobStore extends LocalDataSourceJobStore {

    @Override
    public void initialize(ClassLoadHelper loader, SchedulerSignaler signaler) throws SchedulerConfigException {
        super.initialize(loader, signaler);
        DataSource database = SchedulerFactoryBean.getConfigTimeDataSource();
        String own = getInstanceName() + "." + UUID.randomUUID();
        setDataSource("transactional." + own);
        setNonManagedTXDataSource("plain." + own);
        DBConnectionManager databases = DBConnectionManager.getInstance();
        databases.addConnectionProvider(getDataSource(), (Provider) () -> DataSourceUtils.doGetConnection(database));
        databases.addConnectionProvider(getNonManagedTXDataSource(), (Provider) database::getConnection);
    }

    /** Spring opens and closes the database, so that nothing is to be done but to ask it. */
    private interface Provider extends ConnectionProvider {

        @Override
        Connection getConnection() throws SQLException;

        @Override
        default void initialize() {}

        @Override
        default void shutdown() {}
    }
}
