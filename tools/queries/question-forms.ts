import type { Framework, Topic } from './framework.ts';

/** Ways to ask about a topic; each reads well with every topic of every framework. */
export const questionForms: readonly ((topic: Topic, framework: Framework) => string)[] = [
  ({ reference, noun }) => `What does ${reference} require for ${noun}?`,
  ({ act }) => `In practice, how do we ${act}?`,
  ({ noun }, { auditor }) => `What evidence will ${auditor} expect for ${noun}?`,
  ({ act, reference }) => `To satisfy ${reference}, is it enough to ${act}?`,
  ({ noun }, { law }) => `Who should be accountable for ${noun} under ${law}?`,
  ({ act }) => `Must we ${act}, or is that only good practice?`,
  ({ noun }, { law }) => `Summarise what ${law} says about ${noun}.`,
  ({ noun }) => `What are the most common findings about ${noun}?`,
  ({ act }) => `What happens if we fail to ${act}?`,
  ({ act }, { law, organisation }) => `Where does ${law} say that ${organisation} must ${act}?`,
  ({ act }, { provider }) => `Can ${provider} ${act} on our behalf?`,
  ({ act }) => `Which records show that we ${act}?`,
  ({ noun }, { auditor }) => `What does ${auditor} look at when it comes to ${noun}?`,
  ({ act, reference }) => `We already ${act}; does that cover ${reference}?`,
  ({ noun }) => `What should our policy say about ${noun}?`,
  ({ noun }, { law }) => `Give me a short checklist for ${noun} under ${law}.`,
  ({ act }) => `How much effort does it usually take to ${act}?`,
  ({ noun }, { law }) => `Why does ${law} have rules on ${noun}?`,
  ({ noun }, { law }) => `Which other parts of ${law} bear on ${noun}?`,
  ({ act }) => `Our team has to ${act}: where do we start?`,
  ({ act, reference }) => `Does ${reference} allow an exception if we cannot ${act}?`,
  ({ noun }, { law }) => `Explain the rules on ${noun} to someone who is new to ${law}.`,
  ({ noun }) => `What has to be documented about ${noun}?`,
  ({ noun }, { provider }) => `Which questions should we ask ${provider} about ${noun}?`,
];
