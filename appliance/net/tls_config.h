// What many TLS connections share: certificates, keys, allowed versions and algorithms. Made once, held by
// every connection that was begun with it, so that a reload never touches an open one.
#pragma once
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ticket.h>

#include <memory>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/net/certificates.h"
#include "appliance/net/mbed_holder.h"
#include "appliance/net/tls.h"

namespace gatehouse::net {

// "what: Mbed TLS's words".
Error tls_error(const std::string& what, int code);

// Why a handshake failed, for people who can do something about it.
Error handshake_error(const mbedtls_ssl_context& ssl, int code);

// Starts PSA crypto, which TLS 1.3 and the random numbers need; cheap after the first time.
void start_crypto();

// For mbedtls_*: f_rng and its argument. Thread-safe.
int random_for_tls(void* unused, unsigned char* out, std::size_t count);

enum class Records { large, small };  // small: TLS 1.2, at most 1 KiB

class TlsConfig {
 public:
  // Certificates must belong to their keys; `device_ca_pem` verifies client certificates.
  static Result<std::shared_ptr<TlsConfig>> server(const KeyAndCertificate& for_browsers,
                                                   const KeyAndCertificate& for_agents,
                                                   const std::string& device_ca_pem,
                                                   const ResumptionKeys& resumption_keys);
  // Verifies the peer against `trusted_ca_pem` always. `own` may be empty.
  static Result<std::shared_ptr<TlsConfig>> client(const std::string& trusted_ca_pem,
                                                   const KeyAndCertificate& own, const std::string& alpn,
                                                   Records records = Records::large);
  // The same by the SHA-256 (32 raw bytes) of the authority's certificate, which the peer must send.
  static Result<std::shared_ptr<TlsConfig>> client_by_fingerprint(std::string authority_fingerprint,
                                                                  const std::string& alpn);
  // Such a client's, after a handshake that succeeded: the authority's certificate, PEM.
  const std::string& found_authority_pem() const { return found_authority_pem_; }
  // Such a client's, after one that failed because of it: the fingerprint of the authority that was there instead.
  const std::string& other_authority() const { return other_authority_; }
  ~TlsConfig();
  TlsConfig(const TlsConfig&) = delete;
  TlsConfig& operator=(const TlsConfig&) = delete;

  // Before the handshake.
  Result<void> set_up(mbedtls_ssl_context& ssl);
  bool is_client() const { return mbedtls_ssl_conf_get_endpoint(&config_) == MBEDTLS_SSL_IS_CLIENT; }
  // The connection whose handshake runs right now: the ticket callback is told nothing else about it. Loop
  // thread.
  void set_current(const mbedtls_ssl_context* ssl) { current_ = ssl; }

 private:
  TlsConfig();
  Result<void> set_defaults(int endpoint);
  Result<void> set_identity(const KeyAndCertificate& own);
  Result<void> set_trust(const std::string& ca_pem);
  Result<void> offer_tickets(const ResumptionKeys& keys);
  static int prepare_for_devices(mbedtls_ssl_context* ssl);
  static int refuse_unverified(void* unused, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags);
  static int trust_fingerprint(void* self, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags);
  static int write_ticket(void* self, const mbedtls_ssl_session* session, unsigned char* start,
                          const unsigned char* end, std::size_t* length, std::uint32_t* lifetime);
  static int parse_ticket(void* self, mbedtls_ssl_session* session, unsigned char* ticket,
                          std::size_t length);

  mbedtls_ssl_config config_;
  struct Identity {
    MbedCertificate certificate;
    MbedKey key;
  };
  static Result<void> parse_identity(Identity& into, const KeyAndCertificate& from);

  Identity own_, for_agents_;
  MbedCertificate trusted_;
  mbedtls_ssl_ticket_context tickets_;
  std::vector<std::string> alpn_names_;
  std::vector<const char*> alpn_;
  const mbedtls_ssl_context* current_ = nullptr;
  std::string authority_fingerprint_, found_authority_pem_, other_authority_;
};

}  // namespace gatehouse::net
