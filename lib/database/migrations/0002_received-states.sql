CREATE TABLE "received_states" (
	"user_id" text NOT NULL,
	"state_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "received_states_user_id_state_hash_pk" PRIMARY KEY("user_id","state_hash")
);
