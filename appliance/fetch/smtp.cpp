#include "appliance/fetch/smtp.h"

#include <algorithm>
#include <cstring>

#include "appliance/base/text.h"
#include "appliance/fetch/curl.h"

namespace gatehouse::fetch {
namespace {

constexpr long kConnectSeconds = 15, kAnswerSeconds = 30, kSeconds = 90;
constexpr std::size_t kWordsCap = 300;

// What is left to send.
struct Upload {
  std::string_view rest;
  bool begun = false;
};

std::size_t give(char* into, std::size_t, std::size_t room, void* upload) {
  static_cast<Upload*>(upload)->begun = true;
  std::string_view& rest = static_cast<Upload*>(upload)->rest;
  const std::size_t count = std::min(room, rest.size());
  std::memcpy(into, rest.data(), count);
  rest.remove_prefix(count);
  return count;
}

// Keeps the last line that the server said.
std::size_t take_line(char* data, std::size_t, std::size_t size, void* into) {
  *static_cast<std::string*>(into) = trimmed(std::string_view(data, std::min(size, kWordsCap)));
  return size;
}

std::size_t drop(char*, std::size_t, std::size_t size, void*) {
  return size;
}

// The server's words are shown to people: text, on one line.
std::string as_line(std::string_view words) {
  std::string line(words.substr(0, kWordsCap));
  for (char& c : line) c = c >= ' ' && c <= '~' ? c : ' ';
  return std::string(trimmed(line));
}

SmtpFailure failure_of(CURLcode code, long status, bool begun, const std::string& said,
                       const std::string& why) {
  const std::string answer = as_line(said);
  const bool refused = status >= 400 && status < 600;
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return {true, false, "The server is not trusted: " + refused_certificate(why).words + "."};
    case CURLE_SSL_CACERT_BADFILE:
      return {true, false, "The authorities to trust cannot be read: " + as_line(why)};
    case CURLE_USE_SSL_FAILED:
      return {true, false, "The server offers no STARTTLS, and without it nothing is sent: " + answer};
    case CURLE_LOGIN_DENIED:
      return {true, false, "The server refuses mail.user or its password: " + answer};
    case CURLE_OPERATION_TIMEDOUT:
      return {true, false, "The server is too slow: " + as_line(why)};
    case CURLE_ABORTED_BY_CALLBACK:
      return {true, false, "The appliance was stopped meanwhile."};
    default:
      break;
  }
  if (!refused) return {true, false, as_line(why)};
  // What the server says to the greeting, the sign-in or the sender's address, it says to all messages; 421 means "not
  // now", whatever was asked (RFC 5321, section 3.8).
  const bool of_message = begun || why.starts_with("RCPT failed") || why.starts_with("DATA failed");
  const bool of_server = !of_message || status == 421;
  return {of_server, !of_server && status >= 500, "The server said: " + answer};
}

}  // namespace

bool is_mailbox(std::string_view address) {
  if (address.size() > 254 || std::ranges::count(address, '@') != 1) return false;
  if (address.front() == '@' || address.back() == '@') return false;
  return std::ranges::all_of(
      address, [](char c) { return c > ' ' && c <= '~' && std::strchr("<>()[]\\\",;:", c) == nullptr; });
}

struct SmtpLink::Parts {
  std::function<bool()> stopping;
  Handle handle = new_handle();
};

SmtpLink::SmtpLink(std::function<bool()> stopping)
    : parts_(std::make_unique<Parts>(Parts{std::move(stopping)})) {}

SmtpLink::~SmtpLink() = default;

std::optional<SmtpFailure> SmtpLink::send(const SmtpServer& server, const std::string& from,
                                          const std::string& to, const std::string& message) {
  if (!is_mailbox(to)) return SmtpFailure{false, true, "Mail can't be sent to an address like this one."};
  if (!is_mailbox(from)) return SmtpFailure{true, false, "mail.from is no address that can send mail."};
  CURL* curl = parts_->handle.get();
  curl_easy_reset(curl);  // the connection stays
  char why[CURL_ERROR_SIZE] = "";
  std::string said;
  Upload upload{.rest = message};
  const List recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()));

  const bool tls = server.security == SmtpServer::Security::tls;
  const std::string host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_PROTOCOLS_STR, tls ? "smtps" : "smtp");
  set(curl, CURLOPT_URL, ((tls ? "smtps://" : "smtp://") + host + "/" + server.own_name).c_str());
  set(curl, CURLOPT_PORT, static_cast<long>(server.port));
  set(curl, CURLOPT_USE_SSL,
      static_cast<long>(server.security == SmtpServer::Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set_trust(curl, server.authority_pem);
  set(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, kAnswerSeconds);
  set(curl, CURLOPT_TIMEOUT, kSeconds);
  set(curl, CURLOPT_ERRORBUFFER, why);
  if (!server.user.empty()) {
    set(curl, CURLOPT_USERNAME, server.user.c_str());
    set(curl, CURLOPT_PASSWORD, std::string(server.password.view()).c_str());
  }
  set(curl, CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  set(curl, CURLOPT_MAIL_RCPT, recipients.get());
  set(curl, CURLOPT_UPLOAD, 1L);
  set(curl, CURLOPT_READFUNCTION, give);
  set(curl, CURLOPT_READDATA, &upload);
  set(curl, CURLOPT_WRITEFUNCTION, drop);
  set(curl, CURLOPT_HEADERFUNCTION, take_line);
  set(curl, CURLOPT_HEADERDATA, &said);
  const curl_xferinfo_callback stop = [](void* parts, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Parts*>(parts)->stopping() ? 1 : 0;
  };
  set(curl, CURLOPT_NOPROGRESS, 0L);
  set(curl, CURLOPT_XFERINFOFUNCTION, stop);
  set(curl, CURLOPT_XFERINFODATA, parts_.get());

  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) return {};
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return failure_of(code, status, upload.begun, said, *why != '\0' ? why : curl_easy_strerror(code));
}

}  // namespace gatehouse::fetch
