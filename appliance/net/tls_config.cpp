#include "appliance/net/tls_config.h"

#include <mbedtls/error.h>
#include <mbedtls/pem.h>
#include <mbedtls/sha256.h>
#include <psa/crypto.h>
#include <sys/auxv.h>

#include <array>
#include <cstring>

#include "appliance/base/bytes.h"
#include "appliance/base/secret.h"
#include "appliance/net/tls.h"
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace gatehouse::net {
namespace {

constexpr std::uint16_t kGroups[] = {MBEDTLS_SSL_IANA_TLS_GROUP_X25519, MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1,
                                     MBEDTLS_SSL_IANA_TLS_GROUP_SECP384R1, MBEDTLS_SSL_IANA_TLS_GROUP_NONE};

constexpr int kAes[] = {MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
                        MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
                        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                        MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                        MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384};
constexpr int kChaCha[] = {MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
                           MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                           MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256};

bool cpu_has_aes() {
#if defined(__x86_64__) || defined(__i386__)
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_AES) != 0;
#elif defined(__aarch64__)
  return (getauxval(AT_HWCAP) & (1UL << 3)) != 0;  // HWCAP_AES
#else
  return false;
#endif
}

// Preferred first, ends with 0. Only AEAD with forward secrecy.
const int* cipher_suites() {
  static const std::vector<int> suites = [] {
    std::vector<int> list;
    const auto add = [&list](const auto& more) { list.insert(list.end(), std::begin(more), std::end(more)); };
    const bool aes_first = cpu_has_aes();
    if (aes_first) add(kAes);
    add(kChaCha);
    if (!aes_first) add(kAes);
    list.push_back(0);
    return list;
  }();
  return suites.data();
}

constexpr std::size_t kTicketName = 4;  // of a key for session tickets; the rest is AES-256

bool is_device_link(const mbedtls_ssl_context* ssl) {
  const char* alpn = mbedtls_ssl_get_alpn_protocol(ssl);
  return alpn != nullptr && std::strcmp(alpn, kAlpnGatehouse) == 0;
}

const unsigned char* pem_bytes(const std::string& pem) {
  return reinterpret_cast<const unsigned char*>(pem.c_str());
}

}  // namespace

Error tls_error(const std::string& what, int code) {
  char words[160] = "";
  mbedtls_strerror(code, words, sizeof words);
  return Error{what + ": " + words};
}

Error handshake_error(const mbedtls_ssl_context& ssl, int code) {
  if (code == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) {
    const std::uint32_t faults = mbedtls_ssl_get_verify_result(&ssl);
    if ((faults & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0)
      return Error{"its certificate is not of the appliance expected there"};
    if ((faults & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) return Error{"its certificate is for another name"};
    if ((faults & (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE)) != 0)
      return Error{"its certificate is not valid at this time; is the clock of this machine right?"};
  }
  return tls_error("the TLS handshake failed", code);
}

void start_crypto() {
  static const psa_status_t status = psa_crypto_init();
  GH_ASSERT(status == PSA_SUCCESS);
}

int random_for_tls(void*, unsigned char* out, std::size_t count) {
  return psa_generate_random(out, count) == PSA_SUCCESS ? 0 : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

TlsConfig::TlsConfig() {
  start_crypto();
  mbedtls_ssl_config_init(&config_);
  mbedtls_ssl_ticket_init(&tickets_);
}

TlsConfig::~TlsConfig() {
  mbedtls_ssl_config_free(&config_);
  mbedtls_ssl_ticket_free(&tickets_);
}

Result<void> TlsConfig::set_defaults(int endpoint) {
  if (const int code = mbedtls_ssl_config_defaults(&config_, endpoint, MBEDTLS_SSL_TRANSPORT_STREAM,
                                                   MBEDTLS_SSL_PRESET_DEFAULT))
    return tls_error("TLS can't be set up", code);
  mbedtls_ssl_conf_min_tls_version(&config_, MBEDTLS_SSL_VERSION_TLS1_2);
  mbedtls_ssl_conf_rng(&config_, random_for_tls, nullptr);
  mbedtls_ssl_conf_groups(&config_, kGroups);
  mbedtls_ssl_conf_ciphersuites(&config_, cipher_suites());
  for (const std::string& name : alpn_names_) alpn_.push_back(name.c_str());
  alpn_.push_back(nullptr);
  if (const int code = mbedtls_ssl_conf_alpn_protocols(&config_, alpn_.data()))
    return tls_error("ALPN can't be set up", code);
  return {};
}

Result<void> TlsConfig::parse_identity(Identity& into, const KeyAndCertificate& from) {
  if (const int code = mbedtls_x509_crt_parse(into.certificate.get(), pem_bytes(from.certificate_pem),
                                              from.certificate_pem.size() + 1))
    return tls_error("the certificate can't be read", code);
  if (const int code = mbedtls_pk_parse_key(into.key.get(), pem_bytes(from.key_pem), from.key_pem.size() + 1,
                                            nullptr, 0, random_for_tls, nullptr))
    return tls_error("the private key can't be read", code);
  if (mbedtls_pk_check_pair(&into.certificate->pk, into.key.get(), random_for_tls, nullptr) != 0)
    return Error{"the certificate and the private key do not belong together"};
  return {};
}

Result<void> TlsConfig::set_identity(const KeyAndCertificate& own) {
  if (auto parsed = parse_identity(own_, own); !parsed) return parsed.error();
  if (const int code = mbedtls_ssl_conf_own_cert(&config_, own_.certificate.get(), own_.key.get()))
    return tls_error("the certificate can't be used", code);
  return {};
}

Result<void> TlsConfig::set_trust(const std::string& ca_pem) {
  if (const int code = mbedtls_x509_crt_parse(trusted_.get(), pem_bytes(ca_pem), ca_pem.size() + 1))
    return tls_error("the CA certificate can't be read", code);
  mbedtls_ssl_conf_ca_chain(&config_, trusted_.get(), nullptr);
  return {};
}

Result<void> TlsConfig::set_up(mbedtls_ssl_context& ssl) {
  if (const int code = mbedtls_ssl_setup(&ssl, &config_)) return tls_error("TLS can't be set up", code);
  mbedtls_ssl_set_user_data_p(&ssl, this);
  return {};
}

Result<void> TlsConfig::offer_tickets(const ResumptionKeys& keys) {
  constexpr std::uint32_t kLifetime = 12 * 3600;
  if (const int code =
          mbedtls_ssl_ticket_setup(&tickets_, random_for_tls, nullptr, MBEDTLS_CIPHER_AES_256_GCM, kLifetime))
    return tls_error("session tickets can't be set up", code);
  // The one set last is used for new tickets; the one before still opens old ones.
  for (const std::string* key : {&keys.previous, &keys.current}) {
    if (key->empty()) continue;
    GH_ASSERT(key->size() == ResumptionKeys::kSize);
    const auto* bytes = pem_bytes(*key);
    if (const int code = mbedtls_ssl_ticket_rotate(&tickets_, bytes, kTicketName, bytes + kTicketName,
                                                   key->size() - kTicketName, kLifetime))
      return tls_error("session tickets can't be set up", code);
  }
  mbedtls_ssl_conf_session_tickets_cb(&config_, write_ticket, parse_ticket, this);
  return {};
}

// Agents see the certificate of the appliance's own authority and are asked for theirs. Browsers are not:
// they would show a dialogue.
int TlsConfig::prepare_for_devices(mbedtls_ssl_context* ssl) {
  if (!is_device_link(ssl)) return 0;
  auto* config = static_cast<TlsConfig*>(mbedtls_ssl_get_user_data_p(ssl));
  mbedtls_ssl_set_hs_authmode(ssl, MBEDTLS_SSL_VERIFY_OPTIONAL);
  return mbedtls_ssl_set_hs_own_cert(ssl, config->for_agents_.certificate.get(),
                                     config->for_agents_.key.get());
}

// With VERIFY_OPTIONAL a client may come without a certificate, but not with a wrong one.
int TlsConfig::refuse_unverified(void*, mbedtls_x509_crt*, int, std::uint32_t* flags) {
  return *flags == 0 ? 0 : MBEDTLS_ERR_X509_FATAL_ERROR;
}

// Called for every certificate of the chain that was found, the peer's own (depth 0) last. Nobody is trusted
// beforehand, so the top of the chain says NOT_TRUSTED; it is taken back only for the one authority, and every
// other fault stays.
int TlsConfig::trust_fingerprint(void* self, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags) {
  auto& config = *static_cast<TlsConfig*>(self);
  if (depth == 0 || (*flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) == 0) return 0;
  std::array<unsigned char, 32> digest{};
  if (const int code = mbedtls_sha256(certificate->raw.p, certificate->raw.len, digest.data(), 0))
    return code;
  if (!equal_in_constant_time(as_text(digest), config.authority_fingerprint_)) {
    config.other_authority_ = as_text(digest);
    return 0;
  }
  std::array<unsigned char, 8192> pem{};
  std::size_t written = 0;
  if (const int code = mbedtls_pem_write_buffer("-----BEGIN CERTIFICATE-----\n",
                                                "-----END CERTIFICATE-----\n", certificate->raw.p,
                                                certificate->raw.len, pem.data(), pem.size(), &written))
    return code;
  config.found_authority_pem_ = reinterpret_cast<const char*>(pem.data());
  *flags &= ~static_cast<std::uint32_t>(MBEDTLS_X509_BADCERT_NOT_TRUSTED);
  return 0;
}

int TlsConfig::write_ticket(void* self, const mbedtls_ssl_session* session, unsigned char* start,
                            const unsigned char* end, std::size_t* length, std::uint32_t* lifetime) {
  return mbedtls_ssl_ticket_write(&static_cast<TlsConfig*>(self)->tickets_, session, start, end, length,
                                  lifetime);
}

// A TLS 1.3 ticket of this library does not carry the client's certificate: a device that resumed would be
// nobody. So devices resume with TLS 1.2 only, whose tickets do carry it.
int TlsConfig::parse_ticket(void* self, mbedtls_ssl_session* session, unsigned char* ticket,
                            std::size_t length) {
  auto& config = *static_cast<TlsConfig*>(self);
  const bool is_device = config.current_ != nullptr && is_device_link(config.current_);
  if (is_device && mbedtls_ssl_get_version_number(config.current_) == MBEDTLS_SSL_VERSION_TLS1_3)
    return MBEDTLS_ERR_SSL_INVALID_MAC;
  return mbedtls_ssl_ticket_parse(&config.tickets_, session, ticket, length);
}

Result<std::shared_ptr<TlsConfig>> TlsConfig::server(const KeyAndCertificate& for_browsers,
                                                     const KeyAndCertificate& for_agents,
                                                     const std::string& device_ca_pem,
                                                     const ResumptionKeys& resumption_keys) {
  std::shared_ptr<TlsConfig> made(new TlsConfig);
  made->alpn_names_ = {kAlpnGatehouse, kAlpnHttp};
  if (auto set = made->set_defaults(MBEDTLS_SSL_IS_SERVER); !set) return set.error();
  if (auto set = made->set_identity(for_browsers); !set) return set.error();
  if (auto parsed = parse_identity(made->for_agents_, for_agents); !parsed) return parsed.error();
  if (auto set = made->set_trust(device_ca_pem); !set) return set.error();
  if (auto set = made->offer_tickets(resumption_keys); !set) return set.error();
  mbedtls_ssl_conf_authmode(&made->config_, MBEDTLS_SSL_VERIFY_NONE);
  mbedtls_ssl_conf_cert_cb(&made->config_, prepare_for_devices);
  mbedtls_ssl_conf_verify(&made->config_, refuse_unverified, nullptr);
  return made;
}

Result<std::shared_ptr<TlsConfig>> TlsConfig::client(const std::string& trusted_ca_pem,
                                                     const KeyAndCertificate& own, const std::string& alpn,
                                                     Records records) {
  std::shared_ptr<TlsConfig> made(new TlsConfig);
  made->alpn_names_ = {alpn};
  if (auto set = made->set_defaults(MBEDTLS_SSL_IS_CLIENT); !set) return set.error();
  if (auto set = made->set_trust(trusted_ca_pem); !set) return set.error();
  if (!own.key_pem.empty()) {
    if (auto set = made->set_identity(own); !set) return set.error();
  }
  mbedtls_ssl_conf_authmode(&made->config_, MBEDTLS_SSL_VERIFY_REQUIRED);
  if (records == Records::small) {
    mbedtls_ssl_conf_max_tls_version(&made->config_, MBEDTLS_SSL_VERSION_TLS1_2);
    if (const int code = mbedtls_ssl_conf_max_frag_len(&made->config_, MBEDTLS_SSL_MAX_FRAG_LEN_1024))
      return tls_error("the length of records can't be set", code);
  }
  return made;
}

Result<std::shared_ptr<TlsConfig>> TlsConfig::client_by_fingerprint(std::string authority_fingerprint,
                                                                    const std::string& alpn) {
  if (authority_fingerprint.size() != 32) return Error{"the authority's fingerprint must have 32 bytes"};
  std::shared_ptr<TlsConfig> made(new TlsConfig);
  made->alpn_names_ = {alpn};
  made->authority_fingerprint_ = std::move(authority_fingerprint);
  if (auto set = made->set_defaults(MBEDTLS_SSL_IS_CLIENT); !set) return set.error();
  mbedtls_ssl_conf_ca_chain(&made->config_, made->trusted_.get(), nullptr);  // empty: nobody
  mbedtls_ssl_conf_authmode(&made->config_, MBEDTLS_SSL_VERIFY_REQUIRED);
  mbedtls_ssl_conf_verify(&made->config_, trust_fingerprint, made.get());
  return made;
}

}  // namespace gatehouse::net
