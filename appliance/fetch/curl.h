// For fetch/ only: what all use of libcurl has in common. Chain and name of every certificate are verified, always.
#pragma once
#include <curl/curl.h>

#include <memory>
#include <string>

#include "appliance/base/result.h"

namespace gatehouse::fetch {

struct EndHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, EndHandle>;
using List = std::unique_ptr<curl_slist, FreeList>;

// Starts the library where that was not done yet.
Handle new_handle();

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  GH_ASSERT(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

// `authority_pem`: the only authority to trust; empty: those of this system.
void set_trust(CURL* handle, const std::string& authority_pem);

struct RefusedCertificate {
  bool untrusted = false;  // nobody who is trusted vouches for it
  std::string words;
};
// `sentences`: what the library says of CURLE_PEER_FAILED_VERIFICATION.
RefusedCertificate refused_certificate(const std::string& sentences);

}  // namespace gatehouse::fetch
