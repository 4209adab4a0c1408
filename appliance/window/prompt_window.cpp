#include "appliance/window/prompt_window.h"

#include <FL/Fl.H>

#include "appliance/base/text.h"

namespace gatehouse::window {
namespace {

constexpr std::size_t kTwoColumnsFrom = 9;

Ask readable(Ask ask) {
  ask.identity = as_shown_line(ask.identity, 160);
  ask.organization = as_shown_line(ask.organization, 80);
  ask.address = as_shown_line(ask.address, 60);
  ask.reason = as_shown_line(ask.reason, 400);
  return ask;
}

}  // namespace

PromptWindow::PromptWindow(const Ask& ask, Language language, Answered answered)
    : QuestionWindow(words_in(language).title, readable_asker(ask.name, ask.account), language,
                     ask.first_contact ? kStrangerArmsAfter : kArmsAfter, ask.seconds),
      ask_(readable(ask)),
      say_(std::move(answered)),
      chosen_(ask_.offered) {
  lay_out();
}

void PromptWindow::lay_out() {
  const int left = margin(), width = inner();
  const Style plain{13, false, color::text()}, faint{13, false, color::faint()},
      strong{13, true, color::text()};
  const Box beside = beside_badge();
  int y = lay_out_asker(words_.wants);
  if (!ask_.identity.empty()) y = add_lines(ask_.identity, faint, {beside.x, y, beside.w, 0}, 2);
  if (!ask_.address.empty())
    y = add_lines(std::string(words_.from) + " " + ask_.address, faint, {beside.x, y, beside.w, 0}, 1);
  if (!ask_.organization.empty()) {
    const Style small{12, true, color::accent()};
    pill_ = {beside.x, y + px(6), std::min(beside.w, text_width(ask_.organization, small) + px(22)), px(24)};
    y = pill_.y + pill_.h;
  }
  y = std::max(y, badge_bottom()) + px(16);

  if (ask_.first_contact) {
    const int top = y;
    y = add_lines(std::string(words_.first_contact), strong, {left + px(12), y + px(9), width - px(24), 0},
                  4) +
        px(9);
    warning_ = {left, top, width, y - top};
    y += px(14);
  }
  if (!ask_.reason.empty()) {
    const int top = y;
    y = add_lines(std::string(words_.reason), {12, false, color::faint()},
                  {left + px(14), y + px(8), width - px(28), 0}, 1);
    y = add_lines(ask_.reason, plain, {left + px(14), y, width - px(28), 0}, 5) + px(9);
    reason_ = {left, top, width, y - top};
    y += px(14);
  }

  y = add_lines(std::string(words_.allow), strong, {left, y, width, 0}, 1) + px(4);
  lay_out_answers(lay_out_switches(y) + px(18), words_.accept);
}

int PromptWindow::lay_out_switches(int y) {
  const std::vector<SwitchWords> switches = switches_in(language_);
  const std::size_t count = switches.size();
  const int columns = count >= kTwoColumnsFrom ? 2 : 1, row_height = px(30);
  const auto rows = (static_cast<int>(count) + columns - 1) / columns;
  int place = 0;
  for (const auto& [permission, words] : switches) {
    const Box box{margin() + place / rows * (inner() / columns), y + place % rows * row_height,
                  inner() / columns, row_height};
    const bool offered = ask_.offered.has(permission);
    switched_.push_back(permission);
    switches_.push_back(
        std::make_unique<Switch>(box, words, offered, offered, color::surface(), [](bool) {}));
    ++place;
  }
  return y + rows * row_height;
}

bool PromptWindow::can_be_accepted() {
  std::uint32_t on = 0;  // and nothing that they did not see
  for (std::size_t place = 0; place < switches_.size(); ++place)
    if (switches_[place]->on()) on |= static_cast<std::uint32_t>(switched_[place]);
  chosen_ = policy::Permissions::from_bits(on) & ask_.offered;
  return chosen_.has(policy::Permission::view_screen);
}

void PromptWindow::answered(bool accepted) {
  const bool granted = can_be_accepted() && accepted;
  say_(granted, granted ? chosen_ : policy::Permissions());
}

void PromptWindow::draw_behind() {
  if (pill_.w > 0) {
    fill_round(pill_, pill_.h / 2, fl_rgb_color(0xe3, 0xee, 0xfc), color());
    draw_centered(ask_.organization, {12, true, color::accent()},
                  {pill_.x + px(10), pill_.y, pill_.w - px(20), pill_.h});
  }
  if (warning_.w > 0) fill_round(warning_, px(6), color::warning(), color());
  if (reason_.w > 0) {
    fill_round(reason_, px(6), color::raised(), color());
    fill_round({reason_.x, reason_.y, px(4), reason_.h}, px(2), color::accent(), color());
  }
}

}  // namespace gatehouse::window
