#include "appliance/net/tls_connection.h"

#include <linux/sockios.h>
#include <mbedtls/sha256.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "appliance/base/text.h"
#include "appliance/net/loop_impl.h"

namespace gatehouse::net {

TlsConnection::TlsConnection(EventLoop& loop, UniqueFd socket, PeerAddress peer,
                             std::shared_ptr<TlsConfig> config)
    : SocketStream(loop, std::move(socket)), config_(std::move(config)), peer_(std::move(peer)) {
  mbedtls_ssl_init(&ssl_);
}

TlsConnection::~TlsConnection() {
  mbedtls_ssl_free(&ssl_);
}

Result<std::unique_ptr<TlsConnection>> TlsConnection::create(EventLoop& loop, UniqueFd socket,
                                                             PeerAddress peer,
                                                             std::shared_ptr<TlsConfig> config,
                                                             const std::string& server_name) {
  std::unique_ptr<TlsConnection> made(
      new TlsConnection(loop, std::move(socket), std::move(peer), std::move(config)));
  if (auto ready = made->set_up(server_name); !ready) return ready.error();
  return made;
}

Result<void> TlsConnection::set_up(const std::string& server_name) {
  if (auto ready = config_->set_up(ssl_); !ready) return ready;
  // A client without an expected name would accept any certificate of the CA, so the name is always set.
  if (config_->is_client()) {
    if (server_name.empty()) return Error{"TLS needs the name of the server to expect"};
    if (const int code = mbedtls_ssl_set_hostname(&ssl_, server_name.c_str()))
      return tls_error("the server's name can't be used", code);
  }
  mbedtls_ssl_set_bio(&ssl_, this, send_callback, receive_callback, nullptr);
  return {};
}

int TlsConnection::send_callback(void* self, const unsigned char* data, std::size_t size) {
  auto& connection = *static_cast<TlsConnection*>(self);
  connection.out().append({data, size});
  if (!connection.established_) connection.last_step_ = std::chrono::steady_clock::now();
  return static_cast<int>(size);
}

int TlsConnection::receive_callback(void* self, unsigned char* out, std::size_t size) {
  auto& connection = *static_cast<TlsConnection*>(self);
  ByteView& incoming = connection.incoming_;
  if (incoming.empty()) return connection.end_seen_ ? 0 : MBEDTLS_ERR_SSL_WANT_READ;
  const std::size_t count = std::min(size, incoming.size());
  std::memcpy(out, incoming.data(), count);
  incoming = incoming.subspan(count);
  return static_cast<int>(count);
}

void TlsConnection::handshake(HandshakeDone done) {
  handshake_done_ = std::move(done);
  set_reading(true);
  loop().post([this, life = life()] {
    if (life.expired()) return;
    continue_handshake();
    if (!life.expired() && reading()) wait_readable();
  });
}

bool TlsConnection::looks_like_http(ByteView data) const {
  const auto is_upper = [](std::uint8_t c) { return c >= 'A' && c <= 'Z'; };
  return data.size() >= 3 && std::all_of(data.begin(), data.begin() + 3, is_upper);
}

void TlsConnection::received(ByteView data) {
  if (std::exchange(first_bytes_, false) && plain_ && looks_like_http(data)) {
    set_reading(false);
    handshake_done_ = nullptr;
    return std::exchange(plain_, nullptr)();
  }
  Bytes held = std::move(held_);
  held_.clear();
  if (!held.empty()) {
    held.insert(held.end(), data.begin(), data.end());
    data = held;
  }
  incoming_ = data;
  const Life life = this->life();
  if (!established_) continue_handshake();
  if (life.expired()) return;
  if (established_ && reading()) read_records();
  if (life.expired()) return;
  held_.assign(incoming_.begin(), incoming_.end());
  incoming_ = {};
}

void TlsConnection::continue_handshake() {
  config_->set_current(&ssl_);
  const int code = mbedtls_ssl_handshake(&ssl_);
  config_->set_current(nullptr);
  flush_soon();  // an alert, at least
  if (code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE) return;
  set_reading(false);
  std::optional<Error> failure = code == 0 ? learn_peer() : handshake_error(ssl_, code);
  established_ = code == 0;
  const HandshakeDone done = std::exchange(handshake_done_, nullptr);
  if (done) done(std::move(failure));
}

std::optional<Error> TlsConnection::learn_peer() {
  if (const char* name = mbedtls_ssl_get_alpn_protocol(&ssl_)) alpn_ = name;
  const mbedtls_x509_crt* certificate = mbedtls_ssl_get_peer_cert(&ssl_);
  if (certificate == nullptr) return std::nullopt;
  // Faults outside the chain, such as a certificate for another purpose, are only noted while a certificate
  // is optional.
  if (mbedtls_ssl_get_verify_result(&ssl_) != 0) return Error{"the peer's certificate is not valid here"};
  std::array<unsigned char, 32> digest{};
  mbedtls_sha256(certificate->pk_raw.p, certificate->pk_raw.len, digest.data(), 0);
  fingerprint_ = hex(as_text(digest));
  return std::nullopt;
}

void TlsConnection::read_records() {
  auto& buffer = loop().impl().decrypted;
  const Life life = this->life();
  while (reading()) {
    const int got = mbedtls_ssl_read(&ssl_, buffer.data(), buffer.size());
    if (got > 0) {
      deliver(ByteView(buffer.data(), static_cast<std::size_t>(got)));
      if (life.expired()) return;
      continue;
    }
    flush_soon();  // the answer to a key update, or an alert
    if (got == MBEDTLS_ERR_SSL_WANT_READ || got == MBEDTLS_ERR_SSL_WANT_WRITE) return;
    if (got == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) continue;
    if (got == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) return finish(std::nullopt);
    if (got == 0 || got == MBEDTLS_ERR_SSL_CONN_EOF) return finish(Error{"the connection was cut"});
    return finish(tls_error("the TLS connection failed", got));
  }
}

void TlsConnection::received_end() {
  end_seen_ = true;
  if (established_) return finish(Error{"the connection was cut"});
  continue_handshake();
}

// Nobody listens for the end of the stream while the handshake runs.
void TlsConnection::broke(Error error) {
  const HandshakeDone done = std::exchange(handshake_done_, nullptr);
  finish(error);
  if (done) done(std::move(error));
}

std::optional<Error> TlsConnection::encode(ByteView data) {
  if (!established_) return Error{"written before the TLS handshake"};
  while (!data.empty()) {
    const int put = mbedtls_ssl_write(&ssl_, data.data(), data.size());
    if (put <= 0) return tls_error("the TLS connection failed", put);
    data = data.subspan(static_cast<std::size_t>(put));
  }
  return std::nullopt;
}

void TlsConnection::encode_end() {
  if (established_) mbedtls_ssl_close_notify(&ssl_);
}

std::size_t TlsConnection::unacknowledged() {
  int in_kernel = 0;
  if (::ioctl(socket(), SIOCOUTQ, &in_kernel) != 0) in_kernel = 0;
  return pending() + static_cast<std::size_t>(in_kernel);
}

bool TlsConnection::has_unread() {
  int in_kernel = 0;
  return ::ioctl(socket(), FIONREAD, &in_kernel) == 0 && in_kernel > 0;
}

void TlsConnection::write_plain(std::string_view text) {
  out().append(as_bytes(text));
  flush_soon();
}

}  // namespace gatehouse::net
