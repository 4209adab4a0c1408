#include "appliance/window/question_window.h"

#include <FL/Fl.H>
#include <FL/fl_draw.H>

#include "appliance/base/text.h"
#include "appliance/window/placement.h"

namespace gatehouse::window {
namespace {

constexpr double kTick = 0.1;  // seconds

}  // namespace

QuestionWindow::Asker QuestionWindow::readable_asker(std::string_view name, std::string_view account) {
  Asker asker{as_shown_line(name, 120), as_shown_line(account, 160)};
  if (asker.name.empty()) asker.name = asker.account;
  return asker;
}

QuestionWindow::QuestionWindow(std::string_view title, Asker asker, Language language,
                               std::chrono::milliseconds arms_after, std::uint16_t seconds)
    : Fl_Double_Window(px(kWidth), px(100)),
      language_(language),
      words_(words_in(language)),
      asker_(std::move(asker)),
      arms_after_(arms_after),
      seconds_(seconds),
      badge_{margin(), margin(), px(60), px(60)},
      rest_(std::make_unique<Rest>()) {
  color(color::surface());
  copy_label(std::string(title).c_str());
  callback([](Fl_Widget*, void* self) { static_cast<QuestionWindow*>(self)->answer(false); }, this);
}

QuestionWindow::~QuestionWindow() {
  Fl::remove_timeout(&QuestionWindow::tick, this);
}

int QuestionWindow::add_lines(const std::string& text, const Style& style, Box box, std::size_t lines) {
  for (const std::string& line : wrapped(text, style, box.w, lines)) {
    lines_.push_back({line, style, {box.x, box.y, box.w, 0}});
    box.y += line_height(style);
  }
  return box.y;
}

int QuestionWindow::lay_out_asker(std::string_view wants) {
  const Box beside = beside_badge();
  int y = add_lines(asker_.name, {18, true, color::text()}, beside, 2);
  y = add_lines(std::string(wants), {13, false, color::text()}, {beside.x, y, beside.w, 0}, 3) + px(6);
  return add_lines(asker_.account, {13, false, color::faint()}, {beside.x, y, beside.w, 0}, 2);
}

void QuestionWindow::lay_out_answers(int y, std::string_view accept) {
  const int button_w = px(124), button_h = px(40), right = margin() + inner();
  accept_words_ = accept;
  deny_ = std::make_unique<PushButton>(Box{right - 2 * button_w - px(10), y, button_w, button_h},
                                       std::string(words_.deny), PushButton::Kind::plain,
                                       [this] { answer(false); });
  accept_ =
      std::make_unique<PushButton>(Box{right - button_w, y, button_w, button_h}, std::string(words_.wait),
                                   PushButton::Kind::accept, [this] { answer(true); });
  accept_->arm(false, std::string(words_.wait));
  countdown_ = {margin(), y, inner() - 2 * button_w - px(20), button_h};
  size(px(kWidth), y + button_h + margin());
  size_range(w(), h(), w(), h());
  end();
}

void QuestionWindow::appear(int below) {
  show_quietly(*this, below);
  Fl::focus(rest_.get());
  look();
}

std::chrono::milliseconds QuestionWindow::shown_for() const {
  if (!appeared_) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - *appeared_);
}

void QuestionWindow::tick(void* self) {
  static_cast<QuestionWindow*>(self)->look();
}

std::string QuestionWindow::countdown() const {
  const auto left = std::max<std::int64_t>(
      seconds_ - std::chrono::duration_cast<std::chrono::seconds>(shown_for()).count(), 0);
  return std::string(words_.denied_in) + " " + std::to_string(left) + " " + std::string(words_.seconds);
}

// The countdown, and whether the answer that accepts is armed.
void QuestionWindow::look() {
  const bool in_time = shown_for() >= arms_after_;
  if (!lets_focus_ && shown_for() >= kArmsAfter) {
    lets_focus_ = true;
    let_focus(*this);
  }
  accept_->arm(can_be_accepted() && in_time, in_time ? accept_words_ : std::string(words_.wait));
  if (std::string now = countdown(); now != counted_) {
    counted_ = std::move(now);
    damage(FL_DAMAGE_USER1, countdown_.x, countdown_.y, countdown_.w, countdown_.h);
  }
  Fl::remove_timeout(&QuestionWindow::tick, this);
  Fl::add_timeout(kTick, &QuestionWindow::tick, this);
}

void QuestionWindow::answer(bool accepted) {
  if (std::exchange(over_, true)) return;
  hide();
  answered(accepted);
}

int QuestionWindow::handle(int event) {
  if (event == FL_KEYBOARD || event == FL_SHORTCUT) {
    if (shown_for() < kArmsAfter) return 1;
    if (Fl::event_key() == FL_Escape) {
      answer(false);
      return 1;
    }
  }
  return Fl_Double_Window::handle(event);
}

void QuestionWindow::draw() {
  if (!appeared_) appeared_ = Clock::now();  // not before somebody can see it
  fl_color(color());
  fl_rectf(0, 0, w(), h());
  draw_badge(asker_.name, asker_.account, badge_, color());
  draw_behind();
  for (const Line& line : lines_) draw_line(line.text, line.style, line.box.x, line.box.y, line.box.w);
  const Style faint{12, false, color::faint()};
  const auto rows = wrapped(counted_, faint, countdown_.w, 3);
  int y = countdown_.y + (countdown_.h - static_cast<int>(rows.size()) * line_height(faint)) / 2;
  for (const std::string& row : rows) {
    draw_line(row, faint, countdown_.x, y, countdown_.w);
    y += line_height(faint);
  }
  draw_children();
}

}  // namespace gatehouse::window
