// A small blocking HTTP/1.1 and WebSocket client for tests, over TlsPipe. One connection a request, unless
// kept.
#pragma once
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "appliance/base/bytes.h"
#include "appliance/base/text.h"
#include "tests/support/patience.h"
#include "tests/support/tls_pipe.h"

namespace gatehouse::test {

using Json = nlohmann::json;
inline std::string text(const Json& value) {
  return value.get<std::string>();
}

using Headers = std::map<std::string, std::string>;  // names in lower case

struct Reply {
  int status = 0;  // 0: no answer
  Headers headers;
  std::string body;
  Json json() const { return Json::parse(body, nullptr, false); }
};

// Appends what arrives until `enough` or the end or the deadline; false at the end or the deadline.
template <class Enough>
bool read_until(int fd, std::string& buffer, Enough enough, std::chrono::milliseconds deadline) {
  const auto until = std::chrono::steady_clock::now() + deadline;
  while (!enough()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd entry{fd, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&entry, 1, static_cast<int>(left.count())) <= 0) return false;
    char chunk[16384];
    const ssize_t got = ::read(fd, chunk, sizeof chunk);
    if (got <= 0) return false;
    buffer.append(chunk, static_cast<std::size_t>(got));
  }
  return true;
}

inline bool write_all(int fd, std::string_view data) {
  while (!data.empty()) {
    const ssize_t sent = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Reads one response head and body from `fd`; `buffer` keeps what came after it.
inline Reply read_reply(int fd, std::string& buffer, std::chrono::milliseconds deadline = kSoon) {
  Reply reply;
  std::size_t head = std::string::npos;
  if (!read_until(
          fd, buffer, [&] { return (head = buffer.find("\r\n\r\n")) != std::string::npos; }, deadline)) {
    return reply;
  }
  const auto lines = split(buffer.substr(0, head), '\n');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto colon = lines[i].find(':');
    if (colon == std::string::npos) continue;
    reply.headers[lower_ascii(lines[i].substr(0, colon))] =
        trimmed(std::string_view(lines[i]).substr(colon + 1));
  }
  buffer.erase(0, head + 4);
  const int status = lines.front().size() > 12 ? std::stoi(lines.front().substr(9, 3)) : 0;
  const auto length = reply.headers.find("content-length");
  if (status != 101 && length != reply.headers.end()) {
    const std::size_t size = std::stoul(length->second);
    if (!read_until(
            fd, buffer, [&] { return buffer.size() >= size; }, deadline)) {
      return reply;
    }
    reply.body = buffer.substr(0, size);
    buffer.erase(0, size);
  }
  reply.status = status;
  return reply;
}

class HttpsClient {
 public:
  // `host`: see TlsPipe.
  HttpsClient(std::uint16_t port, std::string ca_pem, std::string host = "localhost")
      : port_(port), ca_(std::move(ca_pem)), host_(std::move(host)) {}

  std::string origin() const { return "https://" + authority(); }
  std::string authority() const { return host_ + ":" + std::to_string(port_); }
  const std::string& host() const { return host_; }
  std::uint16_t port() const { return port_; }
  const std::string& ca() const { return ca_; }
  const std::string& cookie() const { return cookie_; }
  void set_csrf(std::string token) { csrf_ = std::move(token); }
  const std::string& csrf() const { return csrf_; }

  // Sends the cookie, and for writes Origin and the CSRF token; `overrides` replace or (empty value) drop
  // headers.
  Reply request(const std::string& method, const std::string& path, const Json& body = nullptr,
                const Headers& overrides = {}) {
    TlsPipe pipe(port_, ca_, net::kAlpnHttp, host_);
    if (!pipe.ok()) return {};
    const std::string content = body.is_null() ? "" : body.dump();
    Headers headers = {{"host", authority()}, {"connection", "close"}};
    if (!cookie_.empty()) headers["cookie"] = cookie_;
    if (method != "GET") {
      headers["origin"] = origin();
      headers["content-length"] = std::to_string(content.size());
      if (!csrf_.empty()) headers["x-csrf-token"] = csrf_;
    }
    if (!content.empty()) headers["content-type"] = "application/json";
    for (const auto& [name, value] : overrides) headers[name] = value;
    std::string text = method + " " + path + " HTTP/1.1\r\n";
    for (const auto& [name, value] : headers) {
      if (!value.empty()) text += name + ": " + value + "\r\n";
    }
    if (!write_all(pipe.fd(), text + "\r\n" + content)) return {};
    std::string buffer;
    Reply reply = read_reply(pipe.fd(), buffer);
    if (const auto set = reply.headers.find("set-cookie"); set != reply.headers.end()) {
      cookie_ = set->second.substr(0, set->second.find(';'));
    }
    if (reply.status == 200 || reply.status == 201) {
      const Json json = reply.json();
      if (json.is_object() && json.contains("csrf_token")) csrf_ = json["csrf_token"].get<std::string>();
    }
    return reply;
  }

 private:
  std::uint16_t port_;
  std::string ca_, host_, cookie_, csrf_;
};

// A WebSocket after its upgrade (RFC 6455), client side: frames are masked with a zero key.
class WebSocketClient {
 public:
  WebSocketClient(const HttpsClient& client, const std::string& path, const Headers& overrides = {})
      : pipe_(std::make_unique<TlsPipe>(client.port(), client.ca(), net::kAlpnHttp, client.host())) {
    if (!pipe_->ok()) return;
    Headers headers = {{"host", client.authority()},
                       {"origin", client.origin()},
                       {"cookie", client.cookie()},
                       {"connection", "Upgrade"},
                       {"upgrade", "websocket"},
                       {"sec-websocket-version", "13"},
                       {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    for (const auto& [name, value] : overrides) headers[name] = value;
    std::string text = "GET " + path + " HTTP/1.1\r\n";
    for (const auto& [name, value] : headers) {
      if (!value.empty()) text += name + ": " + value + "\r\n";
    }
    write_all(pipe_->fd(), text + "\r\n");
    reply_ = read_reply(pipe_->fd(), buffer_);
  }

  const Reply& reply() const { return reply_; }
  bool open() const { return reply_.status == 101; }
  int fd() const { return pipe_->fd(); }

  bool send(ByteView payload, int opcode = 2) {
    ByteWriter frame;
    frame.u8(static_cast<std::uint8_t>(0x80 | opcode));
    if (payload.size() < 126) {
      frame.u8(static_cast<std::uint8_t>(0x80 | payload.size()));
    } else if (payload.size() < 65536) {
      frame.u8(0x80 | 126);
      frame.u16(static_cast<std::uint16_t>(payload.size()));
    } else {
      frame.u8(0x80 | 127);
      frame.u64(payload.size());
    }
    frame.u32(0);
    frame.bytes(payload);
    return write_all(pipe_->fd(), as_text(frame.view()));
  }
  // Announces `size` bytes without sending them.
  bool announce(std::uint64_t size) {
    ByteWriter frame;
    frame.u8(0x82);
    frame.u8(0x80 | 127);
    frame.u64(size);
    frame.u32(0);
    return write_all(pipe_->fd(), as_text(frame.view()));
  }

  struct Message {
    int opcode = 0;  // 8: closed by the server, with close_code
    std::string payload;
    std::uint16_t close_code = 0;
  };
  // The next message; nothing when the deadline passed or the connection broke.
  std::optional<Message> receive(std::chrono::milliseconds deadline = kSoon) {
    const auto have = [&](std::size_t size) {
      return read_until(
          pipe_->fd(), buffer_, [&] { return buffer_.size() >= size; }, deadline);
    };
    if (!have(2)) return std::nullopt;
    std::size_t head = 2;
    std::size_t size = static_cast<unsigned char>(buffer_[1]) & 0x7f;
    if (size >= 126) {
      head += size == 126 ? 2 : 8;
      if (!have(head)) return std::nullopt;
      ByteReader reader(as_bytes(std::string_view(buffer_).substr(2)));
      size = size == 126 ? reader.u16() : static_cast<std::size_t>(reader.u64());
    }
    if (!have(head + size)) return std::nullopt;
    Message message;
    message.opcode = buffer_[0] & 0x0f;
    message.payload = buffer_.substr(head, size);
    buffer_.erase(0, head + size);
    if (message.opcode == 8) {
      ByteReader reader(as_bytes(message.payload));
      message.close_code = reader.u16();
    }
    return message;
  }

 private:
  std::unique_ptr<TlsPipe> pipe_;
  std::string buffer_;
  Reply reply_;
};

}  // namespace gatehouse::test
