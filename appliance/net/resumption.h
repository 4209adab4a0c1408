// For net/ alone: the session a client kept.
#pragma once
#include <mbedtls/ssl.h>

#include "appliance/net/tls.h"

namespace gatehouse::net {

class Resumption final : public TlsResumption {
 public:
  Resumption() { mbedtls_ssl_session_init(&session_); }
  ~Resumption() override { mbedtls_ssl_session_free(&session_); }
  Resumption(const Resumption&) = delete;
  Resumption& operator=(const Resumption&) = delete;

  // Before the handshake. The server may not want it; then the handshake is a whole one.
  void offer(mbedtls_ssl_context& ssl) const {
    if (kept_) mbedtls_ssl_set_session(&ssl, &session_);
  }
  // After a handshake of TLS 1.2 that succeeded.
  void keep(const mbedtls_ssl_context& ssl) {
    mbedtls_ssl_session_free(&session_);
    mbedtls_ssl_session_init(&session_);
    kept_ = mbedtls_ssl_get_session(&ssl, &session_) == 0;
  }

 private:
  mbedtls_ssl_session session_;
  bool kept_ = false;
};

}  // namespace gatehouse::net
