"""Requests from all over an office and a life: what people also say, so that the agent knows what it does not know.

They are labelled "a person should take this" when examples are learned, unless an example of a step is like them. A
team with forty examples of its own work cannot be expected to write down everything that is not its work.
"""

TEXTS = """
What is the weather like this weekend?
Will I need an umbrella in the afternoon
It is freezing in here, can somebody turn the heating up?
The air conditioning on the third floor drips
Tell me a joke
Who are you and what can you do for me?
Are you a bot or a real human
I am bored, talk to me
How old is the universe
Why is the sky blue?
Which river runs through Vienna
Translate this sentence into French
How do I say thank you in Japanese?
What is 15 percent of 240
Convert three miles into kilometres
How do you spell necessary
Write a poem about autumn leaves
Summarise the attached article in five bullet points
Play some quiet music
Skip this song, it gives me a headache
Who won the match last night?
When does the cinema start
Recommend a good book for the beach
My dog ate my shoes
The cat of the neighbour sits on our roof
Water the plants while I am on holiday
How long do eggs have to boil?
I want to cook lasagne, what do I buy
The soup in the canteen was cold again
Where can we eat vegan around here?
Reserve a table for six on Saturday evening
Order pizza for the late shift
The coffee machine is out of beans
Who took my yoghurt from the fridge
The dishwasher in the kitchen floods the floor
Can somebody empty the bins
The lift is stuck between two floors
My key does not open the garage
Where may visitors park?
A visitor waits at the reception
I lost my scarf in the meeting room
Found: one black glove near the entrance
Book the big meeting room for Tuesday at ten
Move our weekly call to Thursday
What is on my calendar tomorrow?
Remind me to call my mother
Set a timer for twenty minutes
Wake me up at half past six
I will be late, the train is cancelled
I am sick today and stay in bed
How many days of leave do I have left
I would like to take parental leave from May
When do we get paid this month?
My payslip looks wrong, the tax is too high
Can I work from Spain for two weeks
Who is the new head of marketing?
We are hiring, do you know a good designer
The candidate for Friday has not answered
When is the next training on first aid?
I want to learn Python, which course do you recommend
Congratulations on the birth of your son
Happy birthday, Anna
Thanks a lot, you saved my day
never mind, solved it
ok
yes
no idea
hello?
test test
asdf qwer
see you later
Good night everybody
I do not feel well treated by my manager
I am so angry about this whole thing
This is the worst service that I have ever seen
Great work, everybody loved the show
What do you think about the new logo
The slides for the board are not finished
Please proofread my text before noon
Put the photos of the summer party online
The printer prints only pink pages
My screen stays black since the update
The keyboard types the wrong letters
The wireless network on the train does not work
How do I connect my headphones to the laptop?
Excel crashes whenever I sort the table
I cannot hear anybody in the video call
Which browser do you support
The certificate of our website runs out next week
There is spam in my inbox all day
I clicked on a strange link, what now?
Somebody called and wanted to know my password
How do I back up my phone
Install the new version on the test machine tonight
The nightly build is red again
Rewrite this function so that it runs faster
What does this stack trace mean
Find me a cheap flight to Oslo in June
My suitcase did not come with the plane
Is breakfast part of the hotel price?
Which visa does one need for India
Where is the nearest petrol station
The car makes a funny noise when it brakes
It is time for new winter tyres
Wash and vacuum the company car before the trip
I had an accident on the motorway, nobody is hurt
Which doctor is open on Sundays?
My tooth hurts
How many calories does a banana have
I should sleep more and drink less coffee
What is the balance of my savings account?
I want to apply for a mortgage
How much interest does the bank pay
My insurance does not answer my letters
When is the tax return due
Exchange two hundred dollars into yen
Are shares a good idea at the moment?
The electricity bill at home has doubled
My internet contract ends, what is cheap now
Which shoes go with a grey suit
Do they have this jacket in green
The washing machine stopped in the middle of the programme
A pipe in the cellar bursts every winter
We need somebody who paints the living room
The school of my daughter closes at noon
Who helps my son with his homework?
Our neighbours are loud at night
How do I vote from abroad
What happened in the news today
Who wrote Faust?
How tall is the highest mountain of Africa
Is there life on Mars
A newspaper wants an interview about our strategy
The council wants to see our fire safety papers
Our competitor copies the design, can we do something about it?
The landlord raises the rent from January
Please sign the agreement with the agency
We have to renew the trade mark
How did sales do in the second quarter?
Prepare the numbers for the investors
Plan a campaign for spring
Which supplier of paper is the cheapest
We run out of envelopes and pens
The warehouse wants a second forklift
Count the stock before Christmas
When does the van come to pick up the boxes?
The cleaning people forgot the second floor
The alarm went off at four in the morning
Somebody smokes in the stairwell
Can I bring my bike into the office
The light in the corridor flickers
How do I get a desk near the window
Where do I find the style guide
What is our policy on gifts?
Who decides about this
Can you help me?
I have a question
Please call me back
It does not work
Do it again
Stop that
Forget what I said
Tell me more about it
Give me some good advice
Take me home
Put it on the list
Let me know what you find out
What should I do next?
Why did you do that
How does this work
I need it by tomorrow
I would like to complain
See the attachment
https://example.com/what-do-you-think
"""

BACKGROUND = tuple(TEXTS.split("\n")[1:-1])
