// What Mbed TLS itself can do, with nothing around it: a TLS 1.3 connection between two contexts in memory, and the
// seconds of one core that it takes to encrypt, and to decrypt, a GiB in records of 16 KiB. One line of JSON.
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "appliance/net/tls_config.h"
#include "tests/bench/process_time.h"

namespace gatehouse {
namespace {

constexpr std::size_t kRecord = 16 * 1024;
constexpr int kBatch = 1024, kRounds = 64;  // a GiB

// What one side has sent and the other has not read.
struct Pipe {
  Bytes bytes;
  std::size_t at = 0;
};

struct Side {
  explicit Side(std::shared_ptr<net::TlsConfig> with) : config(std::move(with)) { mbedtls_ssl_init(&ssl); }
  ~Side() { mbedtls_ssl_free(&ssl); }
  void connect(Pipe& to_other, Pipe& to_us) {
    out = &to_other;
    in = &to_us;
    if (auto ready = config->set_up(ssl); !ready) throw std::runtime_error(ready.error().message);
    if (config->is_client()) mbedtls_ssl_set_hostname(&ssl, "gatehouse.appliance");
    mbedtls_ssl_set_bio(&ssl, this, send, receive, nullptr);
  }
  static int send(void* self, const unsigned char* data, std::size_t size) {
    Bytes& bytes = static_cast<Side*>(self)->out->bytes;
    bytes.insert(bytes.end(), data, data + size);
    return static_cast<int>(size);
  }
  static int receive(void* self, unsigned char* data, std::size_t size) {
    Pipe& pipe = *static_cast<Side*>(self)->in;
    const std::size_t count = std::min(size, pipe.bytes.size() - pipe.at);
    if (count == 0) return MBEDTLS_ERR_SSL_WANT_READ;
    std::memcpy(data, pipe.bytes.data() + pipe.at, count);
    pipe.at += count;
    return static_cast<int>(count);
  }

  std::shared_ptr<net::TlsConfig> config;
  mbedtls_ssl_context ssl;
  Pipe* out = nullptr;
  Pipe* in = nullptr;
};

template <class T>
T made(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

void write(mbedtls_ssl_context& ssl, ByteView data) {
  while (!data.empty()) {
    const int put = mbedtls_ssl_write(&ssl, data.data(), data.size());
    if (put <= 0) throw std::runtime_error("a record was not written");
    data = data.subspan(static_cast<std::size_t>(put));
  }
}
void read(mbedtls_ssl_context& ssl, Bytes& data) {
  for (std::size_t have = 0; have < data.size();) {
    const int got = mbedtls_ssl_read(&ssl, data.data(), data.size() - have);
    if (got == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) continue;
    if (got <= 0) throw std::runtime_error("a record was not read: " + std::to_string(got));
    have += static_cast<std::size_t>(got);
  }
}

int run() {
  const std::int64_t now = std::time(nullptr);
  const auto authority = made(net::new_authority("bench", now, 1));
  const auto server = made(net::issue_server(authority, {"gatehouse.appliance"}, now, 1));
  Side near(made(net::TlsConfig::client(authority.certificate_pem, {}, net::kAlpnGatehouse)));
  Side far(made(net::TlsConfig::server(server, server, authority.certificate_pem, {})));
  Pipe there, back;
  near.connect(there, back);
  far.connect(back, there);
  for (int i = 0; i < 10; ++i) {
    mbedtls_ssl_handshake(&near.ssl);
    far.config->set_current(&far.ssl);
    mbedtls_ssl_handshake(&far.ssl);
  }
  if (!mbedtls_ssl_is_handshake_over(&near.ssl) || !mbedtls_ssl_is_handshake_over(&far.ssl))
    throw std::runtime_error("the handshake did not end");
  Bytes data(kRecord, 'x');
  there = {};
  double encrypting = 0, decrypting = 0;
  for (int round = 0; round < kRounds; ++round) {
    double began = bench::own_time();
    for (int i = 0; i < kBatch; ++i) write(near.ssl, data);
    encrypting += bench::own_time() - began;
    began = bench::own_time();
    for (int i = 0; i < kBatch; ++i) read(far.ssl, data);
    decrypting += bench::own_time() - began;
    there.bytes.clear();  // its memory stays
    there.at = 0;
  }
  const double gib = static_cast<double>(kRecord) * kBatch * kRounds / (1 << 30);
  std::printf("{\"cipher\":\"%s\",\"encrypt_s_per_gib\":%.3f,\"decrypt_s_per_gib\":%.3f}\n",
              mbedtls_ssl_get_ciphersuite(&near.ssl), encrypting / gib, decrypting / gib);
  return 0;
}

}  // namespace
}  // namespace gatehouse

int main() {
  try {
    return gatehouse::run();
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_tls_limit: %s\n", problem.what());
    return 1;
  }
}
