package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH certificates: of hosts, whose CA lies in known_hosts, and Upkeep's own. */
class FleetCertificateTest {

    private static final KeyPair CA = SshdHost.rsaKeyPair();
    private static final String ADDRESS = "127.0.0.1";

    @TempDir
    Path directory;

    FleetFixture fleet;
    Path own;

    @BeforeEach
    void hosts() throws Exception {
        fleet = FleetFixture.of(directory, 1);
        own = directory.resolve("id_ecdsa-cert.pub");
    }

    @AfterEach
    void close() throws Exception {
        fleet.close();
    }

    private OpenSshCertificateBuilder ofHost() {
        return OpenSshCertificateBuilder.hostCertificate()
                .publicKey(fleet.host(1).key())
                .id("api-1's certificate")
                .principals(List.of("api-1", ADDRESS));
    }

    private static OpenSshCertificateBuilder ofUpkeep() {
        return OpenSshCertificateBuilder.userCertificate()
                .publicKey(SshdHost.LOGIN.getPublic())
                .id("upkeep")
                .principals(List.of("upkeep"));
    }

    private void knownHosts(String... lines) throws Exception {
        Files.writeString(fleet.knownHosts, String.join("", lines));
    }

    private String line(String mark, PublicKey key) {
        return mark + "[" + ADDRESS + "]:" + fleet.host(1).port() + " " + PublicKeyEntry.toString(key) + "\n";
    }

    private String authority(KeyPair ca) {
        return line("@cert-authority ", ca.getPublic());
    }

    private HostOutcome.Failed failed() {
        return FleetFixture.failure(fleet.run("fleet:all", "true")).failed().get(0);
    }

    private void works() throws Exception {
        Exchange exchange = fleet.run("fleet:all", "echo works");
        assertThat(FleetFixture.of(exchange, "api-1")).containsEntry("stdout", "works\n");
    }

    private HostOutcome.Failed refused(OpenSshCertificate certificate, String... lines) throws Exception {
        fleet.host(1).shows(certificate);
        knownHosts(lines);
        HostOutcome.Failed failed = failed();
        assertThat(fleet.host(1).logins).hasValue(0);
        return failed;
    }

    @Test
    void a_host_with_a_certificate_of_a_trusted_ca_needs_no_pinned_key() throws Exception {
        fleet.host(1).shows(ofHost().sign(CA));
        knownHosts(authority(CA));

        works();
    }

    @Test
    void a_host_certificate_counts_behind_a_jump_host_too() throws Exception {
        fleet.close();
        fleet = FleetFixture.chain(Files.createDirectory(directory.resolve("chain")), 2);
        fleet.host(2)
                .shows(OpenSshCertificateBuilder.hostCertificate()
                        .publicKey(fleet.host(2).key())
                        .id("api-2")
                        .principals(List.of(ADDRESS))
                        .sign(CA));
        knownHosts(
                fleet.host(1).knownHostsLine(),
                "@cert-authority [127.0.0.*]:" + fleet.host(2).port() + " " + PublicKeyEntry.toString(CA.getPublic()));

        assertThat(FleetFixture.of(fleet.run("fleet:name:api-2", "echo works"), "api-2"))
                .containsEntry("stdout", "works\n");
    }

    @Test
    void a_certificate_of_another_ca_is_refused_unless_the_key_itself_is_pinned() throws Exception {
        HostOutcome.Failed failed = refused(ofHost().sign(SshdHost.keyPair()), authority(CA));

        assertThat(failed.kind()).isEqualTo(FaultKind.HOST_KEY_UNKNOWN);
        assertThat(failed.what()).contains("has no certificate of a CA that '" + fleet.knownHosts + "' trusts for");
        knownHosts(authority(CA), fleet.host(1).knownHostsLine());
        works();
    }

    @Test
    void a_certificate_without_a_trusted_ca_changes_nothing_for_a_pinned_key() throws Exception {
        fleet.host(1)
                .shows(ofHost().validBefore(Instant.parse("2020-01-01T00:00:00Z"))
                        .sign(CA));

        works();
    }

    @Test
    void an_expired_host_certificate_is_refused() throws Exception {
        HostOutcome.Failed expired = refused(
                ofHost().validBefore(Instant.parse("2020-01-01T00:00:00Z")).sign(CA), authority(CA));
        HostOutcome.Failed early = refused(
                ofHost().validAfter(Instant.parse("2222-01-01T00:00:00Z")).sign(CA), authority(CA));

        assertThat(List.of(expired, early)).allSatisfy(failed -> {
            assertThat(failed.kind()).isEqualTo(FaultKind.HOST_CERTIFICATE);
            assertThat(failed.what())
                    .startsWith("its host certificate is not valid now")
                    .contains("api-1's");
        });
    }

    @Test
    void a_host_certificate_for_other_names_or_none_is_refused() throws Exception {
        HostOutcome.Failed other = refused(ofHost().principals(List.of("api-2")).sign(CA), authority(CA));
        HostOutcome.Failed none = refused(ofHost().principals(List.of()).sign(CA), authority(CA));

        assertThat(other.kind()).isEqualTo(FaultKind.HOST_CERTIFICATE);
        assertThat(other.what())
                .startsWith("its host certificate is for other names than its address")
                .contains("api-2");
        assertThat(none.kind()).isEqualTo(FaultKind.HOST_CERTIFICATE);
        assertThat(none.what()).contains("names no host, so that any host could show it");
    }

    @Test
    void a_users_certificate_is_none_for_a_host() throws Exception {
        // a server does not show one: it is told apart when it is made, and when it is negotiated
        HostOutcome.Failed failed = refused(
                OpenSshCertificateBuilder.userCertificate()
                        .publicKey(fleet.host(1).key())
                        .id("someone")
                        .principals(List.of(ADDRESS))
                        .sign(CA),
                authority(CA));

        assertThat(failed.kind()).isEqualTo(FaultKind.HOST_KEY_UNKNOWN);
    }

    @Test
    void a_revoked_ca_or_host_key_is_refused_whatever_else_is_trusted() throws Exception {
        OpenSshCertificate certificate = ofHost().sign(CA);

        HostOutcome.Failed ca = refused(certificate, authority(CA), line("@revoked ", CA.getPublic()));
        HostOutcome.Failed key = refused(
                certificate, authority(CA), line("@revoked ", fleet.host(1).key()));

        assertThat(ca.kind()).isEqualTo(FaultKind.HOST_KEY_CHANGED);
        assertThat(ca.what()).contains("of a CA that is marked @revoked");
        assertThat(key.kind()).isEqualTo(FaultKind.HOST_KEY_CHANGED);
        assertThat(key.what()).contains("is marked @revoked");
    }

    @Test
    void a_ca_for_other_hosts_counts_for_nothing() throws Exception {
        HostOutcome.Failed failed =
                refused(ofHost().sign(CA), "@cert-authority *.example.org " + PublicKeyEntry.toString(CA.getPublic()));

        assertThat(failed.kind()).isEqualTo(FaultKind.HOST_KEY_UNKNOWN);
        assertThat(failed.next()).contains("ssh-keyscan");
    }

    @Test
    void a_pinned_key_of_a_ca_is_no_host_key() throws Exception {
        HostOutcome.Failed failed = refused(ofHost().sign(CA), line("", CA.getPublic()));

        assertThat(failed.kind()).isEqualTo(FaultKind.HOST_KEY_CHANGED);
    }

    private void certificate(OpenSshCertificate certificate) throws Exception {
        Files.writeString(own, PublicKeyEntry.toString(certificate) + " upkeep\n");
    }

    /** The component reads what it logs in with when it starts. */
    private void withCertificate(OpenSshCertificate certificate) throws Exception {
        certificate(certificate);
        fleet.host(1).trusts(CA);
    }

    @Test
    void upkeep_logs_in_with_its_certificate() throws Exception {
        withCertificate(ofUpkeep().sign(CA));

        works();
        assertThat(fleet.host(1).logins).hasValue(1);
    }

    @Test
    void without_its_certificate_a_host_that_asks_for_one_refuses_it() {
        fleet.host(1).trusts(CA);

        assertThat(failed().kind()).isEqualTo(FaultKind.LOGIN_REFUSED);
        assertThat(failed().next()).contains("authorized_keys");
    }

    @Test
    void a_certificate_that_has_expired_is_told_and_one_that_was_renewed_counts_at_once() throws Exception {
        withCertificate(
                ofUpkeep().validBefore(Instant.parse("2020-01-01T00:00:00Z")).sign(CA));
        HostOutcome.Failed expired = failed();
        certificate(ofUpkeep().sign(CA));

        assertThat(expired.kind()).isEqualTo(FaultKind.LOGIN_REFUSED);
        assertThat(expired.next())
                .startsWith("the certificate '" + own + "' is valid from 1970-01-01T00:00:00Z to 2020-01-01T00:00:00Z")
                .contains("renew it: ssh-keygen -s");
        works();
    }

    @Test
    void a_certificate_for_another_principal_or_of_another_ca_is_refused_by_the_host() throws Exception {
        withCertificate(ofUpkeep().principals(List.of("deploy")).sign(CA));
        HostOutcome.Failed principal = failed();
        certificate(ofUpkeep().sign(SshdHost.keyPair()));
        HostOutcome.Failed ca = failed();

        assertThat(principal.kind()).isEqualTo(FaultKind.LOGIN_REFUSED);
        assertThat(principal.next()).contains("TrustedUserCAKeys").contains("principals [deploy]");
        assertThat(ca.kind()).isEqualTo(FaultKind.LOGIN_REFUSED);
    }

    @Test
    void a_host_that_knows_the_key_itself_does_not_mind_an_expired_certificate() throws Exception {
        certificate(
                ofUpkeep().validBefore(Instant.parse("2020-01-01T00:00:00Z")).sign(CA));

        works();
    }

    @Test
    void a_certificate_of_another_key_or_of_a_host_is_refused_at_start() throws Exception {
        certificate(ofUpkeep().publicKey(SshdHost.keyPair().getPublic()).sign(CA));
        assertThatThrownBy(() ->
                        fleet.camel().getEndpoint("fleet:all").createProducer().start())
                .hasMessageContaining("upkeep.ssh.certificate: '" + own + "' cannot be used: it is for another key");
        certificate(ofHost().publicKey(SshdHost.LOGIN.getPublic()).sign(CA));
        assertThatThrownBy(() ->
                        fleet.camel().getEndpoint("fleet:all").createProducer().start())
                .hasMessageContaining("it is a host's certificate");
        Files.writeString(own, "nonsense");
        assertThatThrownBy(() ->
                        fleet.camel().getEndpoint("fleet:all").createProducer().start())
                .hasMessageContaining("upkeep.ssh.certificate: '" + own + "' cannot be used");
    }

    private void keygen(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/ssh-keygen", "-q"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private PublicKey read(String file) throws Exception {
        return PublicKeyEntry.parsePublicKeyEntry(Files.readString(directory.resolve(file)))
                .resolvePublicKey(null, null, null);
    }

    @Test
    @EnabledIf("hasKeygen")
    void certificates_are_understood_as_ssh_keygen_makes_them() throws Exception {
        keygen("-t", "ed25519", "-N", "", "-f", "ca");
        Files.writeString(
                directory.resolve("host.pub"),
                PublicKeyEntry.toString(fleet.host(1).key()));
        keygen("-s", "ca", "-h", "-I", "api-1", "-n", ADDRESS, "-V", "+1h", "host.pub");
        Files.writeString(directory.resolve("id_ecdsa.pub"), PublicKeyEntry.toString(SshdHost.LOGIN.getPublic()));
        keygen("-s", "ca", "-I", "upkeep", "-n", "upkeep", "-V", "+1h", "id_ecdsa.pub");
        fleet.host(1).shows((OpenSshCertificate) read("host-cert.pub"));
        fleet.host(1).trusts(new KeyPair(read("ca.pub"), null));

        knownHosts(line("@cert-authority ", read("ca.pub")));

        works();
    }

    static boolean hasKeygen() {
        return Files.isExecutable(Path.of("/usr/bin/ssh-keygen"));
    }
}
