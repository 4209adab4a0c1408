#include "appliance/fetch/fetch.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include "appliance/base/text.h"
#include "appliance/fetch/curl.h"

namespace gatehouse::fetch {
namespace {

constexpr long kConnectSeconds = 10;
constexpr std::size_t kHeadersCap = 100;

// Taking less than is offered ends the transfer.
std::size_t take_body(char* data, std::size_t, std::size_t size, void* into) {
  auto& body = static_cast<Answer*>(into)->body;
  if (body.size() + size > kBodyCap) return 0;
  body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* into) {
  auto& headers = static_cast<Answer*>(into)->headers;
  const std::string_view line(data, size);
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  if (headers.size() == kHeadersCap) return 0;
  headers.emplace_back(lower_ascii(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  return size;
}

// What libcurl asks while it works.
struct Asked {
  const Request& request;
  bool refused = false;  // an address
};

// The address is the one that the connection is made to: no name is looked up again after this.
curl_socket_t open_socket(void* of, curlsocktype, curl_sockaddr* address) {
  auto& asked = *static_cast<Asked*>(of);
  std::span<const std::uint8_t> bytes;
  if (address->family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address->addr);
    bytes = {reinterpret_cast<const std::uint8_t*>(&v4->sin_addr), 4};
  } else if (address->family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address->addr);
    bytes = {reinterpret_cast<const std::uint8_t*>(&v6->sin6_addr), 16};
  }
  if (asked.request.may_connect && !asked.request.may_connect(bytes)) {
    asked.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Anything but 0 ends it.
int goes_on(void* of, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* given_up = static_cast<Asked*>(of)->request.given_up;
  return given_up != nullptr && *given_up ? 1 : 0;
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::variant<Answer, Failure> fetch(const Request& request) {
  const Handle handle = new_handle();
  CURL* curl = handle.get();
  Answer answer;
  char words[CURL_ERROR_SIZE] = "";
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request.headers)
    list = curl_slist_append(list, (name + ": " + value).c_str());
  const List headers(list);

  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_PROTOCOLS_STR, "https");
  set(curl, CURLOPT_FOLLOWLOCATION, 0L);
  set(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(curl, CURLOPT_TIMEOUT, static_cast<long>(request.patience.count()));
  set(curl, CURLOPT_ERRORBUFFER, words);
  set_trust(curl, request.authority_pem);
  set(curl, CURLOPT_URL, request.url.c_str());
  set(curl, CURLOPT_HTTPHEADER, headers.get());
  if (request.method != "GET") {
    set(curl, CURLOPT_POSTFIELDS, request.body.data());
    set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  set(curl, CURLOPT_WRITEFUNCTION, take_body);
  set(curl, CURLOPT_WRITEDATA, &answer);
  set(curl, CURLOPT_HEADERFUNCTION, take_header);
  set(curl, CURLOPT_HEADERDATA, &answer);

  Asked asked{request};
  set(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(curl, CURLOPT_OPENSOCKETDATA, &asked);
  set(curl, CURLOPT_NOPROGRESS, 0L);
  set(curl, CURLOPT_XFERINFOFUNCTION, goes_on);
  set(curl, CURLOPT_XFERINFODATA, &asked);

  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK && asked.refused)
    return Failure{false, "it is at an address that nothing may be sent to"};
  if (code != CURLE_OK) {
    const std::string why = *words != '\0' ? words : curl_easy_strerror(code);
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
      const RefusedCertificate refused = refused_certificate(why);
      return Failure{refused.untrusted, refused.words};
    }
    // A system without a list of authorities trusts nobody.
    return Failure{code == CURLE_SSL_CACERT_BADFILE, why};
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace gatehouse::fetch
