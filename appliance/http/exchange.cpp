#include "appliance/http/exchange.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "appliance/base/http_status.h"
#include "appliance/base/text.h"
#include "appliance/http/target.h"

namespace gatehouse::http {
namespace {

struct Framing {
  int hosts = 0, lengths = 0, encodings = 0;
};

Framing read_fields(const mg_request_info& info, Fields& headers) {
  Framing framing;
  for (int i = 0; i < info.num_headers; ++i) {
    std::string name = lower_ascii(info.http_headers[i].name);
    framing.hosts += name == "host";
    framing.lengths += name == "content-length";
    framing.encodings += name == "transfer-encoding";
    headers.emplace_back(std::move(name), std::string(trimmed(info.http_headers[i].value)));
  }
  return framing;
}

// All of it is on its way, since the request was read whole before it came here.
std::optional<std::string> read_body(mg_connection* connection, std::size_t length) {
  std::string body(length, '\0');
  for (std::size_t have = 0; have < length;) {
    const int got = mg_read(connection, body.data() + have, length - have);
    if (got <= 0) return std::nullopt;
    have += static_cast<std::size_t>(got);
  }
  return body;
}

// Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110 section 5.6.7), whatever the locale.
std::string http_date() {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                 kDays[parts.tm_wday], parts.tm_mday, kMonths[parts.tm_mon],
                                 parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(size)};
}

// Who takes a file this slowly gives its thread back.
constexpr std::chrono::minutes kFileWithin{10};

void send_file(mg_connection* connection, const FileBody& body) {
  const auto until = std::chrono::steady_clock::now() + kFileWithin;
  std::array<char, 64 * 1024> piece;
  for (std::uint64_t at = 0; at < body.size && std::chrono::steady_clock::now() < until;) {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), body.size - at));
    const ssize_t got = ::pread(body.file->get(), piece.data(), wanted, static_cast<off_t>(at));
    // What was announced can't be taken back: the connection ends with less, and the browser sees it.
    if (got <= 0 || mg_write(connection, piece.data(), static_cast<std::size_t>(got)) != got) return;
    at += static_cast<std::uint64_t>(got);
  }
}

// A handler's value must not begin a header of its own.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t') c = ' ';
  }
  return text;
}

}  // namespace

Response plain_answer(int status, std::string_view words) {
  return {status,
          {{"Content-Type", "text/plain; charset=utf-8"},
           {"X-Content-Type-Options", "nosniff"},
           {"Cache-Control", "no-store"}},
          std::string(words) + "\n",
          {}};
}

std::variant<Request, Response> read_request(mg_connection* connection, std::size_t body_cap) {
  const mg_request_info& info = *mg_get_request_info(connection);
  Request request;
  const Framing framing = read_fields(info, request.headers);
  if (framing.hosts != 1 || framing.lengths > 1 || framing.lengths + framing.encodings > 1)
    return plain_answer(400, "This request can be read in two ways.");
  if (framing.encodings > 0) return plain_answer(411, "Send the body with a Content-Length.");
  auto path = decode_path(info.request_uri == nullptr ? "" : info.request_uri);
  auto query = decode_query(info.query_string == nullptr ? "" : info.query_string);
  if (!path || !query) return plain_answer(400, "This address is not valid.");
  const auto length =
      parse_integer(framing.lengths == 0 ? "0" : request.header("content-length"), 0, INT64_MAX);
  if (!length) return plain_answer(400, "The Content-Length is not a number.");
  if (static_cast<std::uint64_t>(*length) > body_cap)
    return plain_answer(413, "The request's body is too large.");
  auto body = read_body(connection, static_cast<std::size_t>(*length));
  if (!body) return plain_answer(400, "The request's body is cut off.");
  request.method = info.request_method;
  request.path = std::move(*path);
  request.query = std::move(*query);
  request.body = std::move(*body);
  request.remote_address = info.remote_addr;
  return request;
}

void send_response(mg_connection* connection, const Response& response, bool with_body) {
  const ByteView body = response.static_body.empty() ? as_bytes(response.body) : response.static_body;
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " +
                     std::string(http_status_words(response.status)) + "\r\nDate: " + http_date() + "\r\n";
  for (const auto& [name, value] : response.headers) head += one_line(name) + ": " + one_line(value) + "\r\n";
  const bool has_length = response.status != 204 && response.status != 304 && response.status >= 200;
  const std::uint64_t length = response.file ? response.file->size : body.size();
  if (has_length) head += "Content-Length: " + std::to_string(length) + "\r\n";
  head += "\r\n";
  if (response.file) {
    if (mg_write(connection, head.data(), head.size()) > 0 && with_body)
      send_file(connection, *response.file);
    return;
  }
  constexpr std::size_t kTogether = 16 * 1024;
  const ByteView sent = with_body && has_length ? body : ByteView{};
  const bool together = sent.size() <= kTogether;
  if (together) head.append(as_text(sent));
  if (mg_write(connection, head.data(), head.size()) <= 0) return;
  if (!together) mg_write(connection, sent.data(), sent.size());
}

}  // namespace gatehouse::http
