// Requests to HTTPS servers, by libcurl: one at a time, waited for. Certificate chain and name are always
// verified, nothing is redirected, and proxies are not even built in.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gatehouse::fetch {

struct Request {
  std::string method = "GET";
  std::string url;                                           // https://…
  std::vector<std::pair<std::string, std::string>> headers;  // no line breaks in them
  std::string_view body;
  // PEM: the only authority to trust. Empty: those of this system.
  std::string authority_pem;
  std::chrono::seconds patience{30};  // for all of it
  // Asked with each address (4 or 16 bytes, network order) before a connection is made to it. Empty: any.
  std::function<bool(std::span<const std::uint8_t>)> may_connect = {};
  const std::atomic<bool>* given_up = nullptr;  // true: whoever waits wants no answer any more
};

struct Answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // at most kBodyCap

  // The first of this name; empty: there is none.
  std::string header(std::string_view name) const;
};

struct Failure {
  bool untrusted = false;  // nobody who is trusted vouches for the server's certificate
  std::string words;
};

inline constexpr std::size_t kBodyCap = 1 << 20;

// Any thread; 10 s to connect.
std::variant<Answer, Failure> fetch(const Request& request);

}  // namespace gatehouse::fetch
