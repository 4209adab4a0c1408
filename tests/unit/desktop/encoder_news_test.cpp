#include "appliance/desktop/encoder_news.h"

#include "appliance/desktop/wishes.h"
#include "tests/unit/desktop/desk.h"

namespace gatehouse::encoder_news_test {

using desk_test::Desk;
using desk_test::RfbClient;
using desktop::EncoderNews;
using News = std::vector<std::pair<std::uint64_t, std::string>>;

TEST_CASE("of wishes that change quickly the last is told, of each viewer", "[desktop]") {
  EncoderNews news;
  const SteadyTime start{};
  news.note(1, "raw", start);
  news.note(2, "zrle", start + std::chrono::milliseconds(10));
  news.note(1, "tight", start + std::chrono::milliseconds(240));
  CHECK(news.due() == start + EncoderNews::kSettles);
  CHECK(news.take(start).empty());
  CHECK(news.take(start + EncoderNews::kSettles) == News{{1, "tight"}});
  CHECK(news.take(start + std::chrono::seconds(1)) == News{{2, "zrle"}});
  CHECK_FALSE(news.due());
  // Back before it was told is no news, and who has left has none.
  news.note(1, "raw", start);
  news.note(1, "tight", start);
  news.note(2, "raw", start);
  news.forget(2);
  CHECK_FALSE(news.due());
  CHECK(news.take(start + std::chrono::hours(1)).empty());
}

TEST_CASE("the monitor is told what encodes a viewer's picture, and when that changes", "[desktop]") {
  Desk desk;
  const auto told = [&](const std::string& encoder) {
    for (;;) {
      const auto news = desk.hear<desktop::worker::ViewerEncoder>();
      CHECK(news.viewer == 1);
      if (news.encoder == encoder) return true;
    }
  };
  const auto client = desk.join(1, {RfbClient::kTight, RfbClient::kQuality6, RfbClient::kLastRect});
  CHECK(told("tight+jpeg"));
  // Nothing else goes on: it is told all the same.
  client->set_encodings({RfbClient::kTight});
  CHECK(told("tight"));
  client->set_encodings({RfbClient::kZrle, RfbClient::kTight});
  CHECK(told("zrle"));
  client->set_encodings({RfbClient::kHextile});
  CHECK(told("hextile"));
  client->set_encodings({});
  CHECK(told("raw"));
}

}  // namespace gatehouse::encoder_news_test
