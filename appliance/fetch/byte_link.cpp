#include "appliance/fetch/byte_link.h"

#include <poll.h>

#include <array>
#include <chrono>

#include "appliance/base/text.h"
#include "appliance/fetch/curl.h"

namespace gatehouse::fetch {
namespace {

constexpr long kConnectSeconds = 10;
constexpr std::chrono::seconds kSendPatience{10};
constexpr int kAskEvery = 1000;  // milliseconds

int look(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<std::function<bool()>*>(stopping))() ? 1 : 0;
}

std::string url_of(const ByteServer& server) {
  const bool v6 = server.host.find(':') != std::string::npos;
  return std::string(server.tls ? "https" : "http") + "://" + (v6 ? "[" + server.host + "]" : server.host) +
         ":" + std::to_string(server.port);
}

}  // namespace

struct ByteLink::Parts {
  std::function<bool()> stopping;
  Handle handle = new_handle();
  std::array<char, CURL_ERROR_SIZE> words{};

  curl_socket_t socket() const {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket);
    return socket;
  }
  Error failure(CURLcode code) const {
    const std::string why = words[0] != '\0' ? words.data() : curl_easy_strerror(code);
    if (code == CURLE_PEER_FAILED_VERIFICATION)
      return Error{"the server is not trusted: " + refused_certificate(why).words};
    return Error{std::string(trimmed(why))};
  }
};

ByteLink::ByteLink(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ByteLink::~ByteLink() = default;

Result<std::unique_ptr<ByteLink>> ByteLink::connect(const ByteServer& server,
                                                    std::function<bool()> stopping) {
  auto parts = std::make_unique<Parts>();
  parts->stopping = std::move(stopping);
  CURL* const handle = parts->handle.get();
  set(handle, CURLOPT_URL, url_of(server).c_str());
  set(handle, CURLOPT_CONNECT_ONLY, 1L);  // what is written there is no HTTP
  set(handle, CURLOPT_SSL_ENABLE_ALPN, 0L);
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, look);
  set(handle, CURLOPT_XFERINFODATA, &parts->stopping);
  set(handle, CURLOPT_ERRORBUFFER, parts->words.data());
  set_trust(handle, server.authority_pem);
  if (const CURLcode code = curl_easy_perform(handle); code != CURLE_OK) return parts->failure(code);
  return std::unique_ptr<ByteLink>(new ByteLink(std::move(parts)));
}

Result<void> ByteLink::send(std::string_view bytes) {
  auto patient_until = std::chrono::steady_clock::now() + kSendPatience;
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(parts_->handle.get(), bytes.data(), bytes.size(), &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) return parts_->failure(code);
    bytes.remove_prefix(sent);
    const auto now = std::chrono::steady_clock::now();
    if (sent > 0) patient_until = now + kSendPatience;
    if (code == CURLE_OK) continue;
    if (parts_->stopping()) return Error{"the appliance was stopped meanwhile"};
    if (now >= patient_until) return Error{"the server takes nothing"};
    pollfd wanted{parts_->socket(), POLLOUT, 0};
    ::poll(&wanted, 1, kAskEvery);
  }
  return {};
}

bool ByteLink::alive() {
  constexpr int kMostReads = 64;
  std::array<char, 1024> dropped{};
  for (int reads = 0; reads < kMostReads; ++reads) {
    std::size_t count = 0;
    const CURLcode code = curl_easy_recv(parts_->handle.get(), dropped.data(), dropped.size(), &count);
    if (code == CURLE_OK && count > 0) continue;
    if (code != CURLE_AGAIN) return false;
    // One record that is none of the server's words, such as a ticket for resumption, hides what comes behind it.
    pollfd more{parts_->socket(), POLLIN, 0};
    if (::poll(&more, 1, 0) <= 0) return true;
  }
  return true;
}

}  // namespace gatehouse::fetch
