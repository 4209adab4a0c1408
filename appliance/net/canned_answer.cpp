#include "appliance/net/canned_answer.h"

#include <string_view>

#include "appliance/base/result.h"

namespace gatehouse::net {
namespace {

struct Canned {
  int status;
  std::string_view phrase, words;
};

constexpr Canned kAnswers[] = {
    {400, "Bad Request", "This is not a request that can be understood."},
    {408, "Request Timeout", "The request did not arrive in time."},
    {411, "Length Required", "Send the body with a Content-Length."},
    {413, "Content Too Large", "The request's body is too large."},
    {417, "Expectation Failed", "Of expectations, only 100-continue is known here."},
    {421, "Misdirected Request",
     "This appliance does not go by the name in the address. If it should, add the name to names= in the "
     "section [server] of its settings and start it again."},
    {431, "Request Header Fields Too Large",
     "The request's head is too large. Deleting this site's cookies may help."},
    {502, "Bad Gateway", "The appliance could not answer. Try again; its log may say more."},
    {503, "Service Unavailable", "The appliance is busy. Try again in a few seconds."},
};

constexpr Canned kPlainHttp = {400, "Bad Request",
                               "This port speaks https only. Use the same address with https:// in front."};

std::string answer(const Canned& canned, bool closes, bool with_body) {
  const std::string body = std::string(canned.words) + "\n";
  return "HTTP/1.1 " + std::to_string(canned.status) + " " + std::string(canned.phrase) +
         "\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nCache-Control: "
         "no-store\r\n" +
         (canned.status == 503 ? "Retry-After: 2\r\n" : "") + (closes ? "Connection: close\r\n" : "") +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + (with_body ? body : "");
}

}  // namespace

std::string canned_answer(int status, bool closes, bool with_body) {
  for (const Canned& canned : kAnswers) {
    if (canned.status == status) return answer(canned, closes, with_body);
  }
  GH_ASSERT(false);
  return {};
}

std::string plain_http_answer() {
  return answer(kPlainHttp, true, true);
}

}  // namespace gatehouse::net
